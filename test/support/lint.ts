import { parse } from "graphql";
import { compose } from "../../schema/compose.ts";
import { lintDepartments } from "../../schema/lint/lint-departments.ts";
import { lintSupergraph } from "../../schema/lint/lint-supergraph.ts";
import { readSupergraph } from "../../schema/read-supergraph.ts";
import { readText } from "../repository/tree.ts";

/** No department of ours adds to another's interface; the tests' do. */
const prelude = readText("subgraphs/shared/prelude.graphql").replace(
  '"@composeDirective"\n',
  '"@composeDirective"\n"@interfaceObject"\n',
);

/** SDL by department, each with the prelude every department has. */
export type Departments = Readonly<Record<string, string>>;

/** What is found in each department alone, as `rule coordinate`. */
export function foundInDepartments(departments: Departments, before = prelude): string[] {
  const linted = Object.entries(departments).map(([name, sdl]) => ({ name, typeDefs: parse(before + sdl) }));
  return sorted(lintDepartments(linted));
}

/** What is found in the supergraph they compose to, after `change` has been at its text. */
export function foundInSupergraph(departments: Departments, change = (sdl: string) => sdl): string[] {
  const composed = Object.entries(departments).map(([name, sdl]) => ({ name, typeDefs: parse(prelude + sdl) }));
  return sorted(lintSupergraph(readSupergraph(change(compose(composed).supergraph))));
}

function sorted(findings: readonly { rule: string; coordinate: string }[]): string[] {
  return [...new Set(findings.map(({ rule, coordinate }) => `${rule} ${coordinate}`))].sort();
}
