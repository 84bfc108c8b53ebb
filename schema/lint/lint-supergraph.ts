import type { WrittenSupergraph } from "../read-supergraph.ts";
import { findRenamedDirectives } from "./directive-names.ts";
import type { Finding } from "./finding.ts";
import { type Graph, readGraph } from "./graph.ts";
import { findNonNullRefusals } from "./non-null.ts";
import { findBlankReasons, findOpenFields } from "./open-fields.ts";
import { findOpenLists, findOpenPeople, findPeopleWithoutId } from "./people.ts";
import { findPersonalHandles, findUnmaskedNumbers } from "./personal-numbers.ts";
import { findUnnamedReadings } from "./readings.ts";
import { findContexts, findWeakerThanRead } from "./transitive.ts";
import { findEmptyRules } from "./written-rules.ts";

const RULES: readonly ((graph: Graph) => Finding[])[] = [
  findOpenFields,
  findBlankReasons,
  findEmptyRules,
  findNonNullRefusals,
  findWeakerThanRead,
  findContexts,
  findUnnamedReadings,
  findUnmaskedNumbers,
  findPersonalHandles,
  findOpenPeople,
  findOpenLists,
  findPeopleWithoutId,
];

/** Everything a supergraph alone shows to be unsafe: the build asks, and so does the router before it serves one. */
export function lintSupergraph({ document, schema }: WrittenSupergraph): Finding[] {
  const graph = readGraph(document, schema);
  return [...findRenamedDirectives(document.definitions, true), ...RULES.flatMap((find) => find(graph))];
}
