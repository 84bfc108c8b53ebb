import type { DocumentNode } from "graphql";
import { OperatorError } from "../../../hub/operator-error.ts";
import { compose, type Composition, CompositionError } from "../../../schema/compose.ts";
import { describeFinding } from "../../../schema/lint/finding.ts";
import { emptyRulesOf } from "../../../schema/lint/lint-departments.ts";
import { locate } from "../lint/sdl-places.ts";

/**
 * Composes departments unless one of them has a rule that asks for nothing: composition drops such a rule, and what it
 * was meant to close would be open in the supergraph.
 */
export function composeDepartments(departments: readonly { name: string; typeDefs: DocumentNode }[]): Composition {
  const files = departments.map(({ name }) => ({ name, file: `subgraphs/${name}/schema.graphql` }));
  const empty = emptyRulesOf(departments);
  const lines = locate(empty, files).map((finding) => describeFinding(finding));
  if (lines.length > 0) throw new OperatorError(`The departments are not composed:\n${lines.join("\n")}`);
  try {
    return compose(departments);
  } catch (error) {
    if (!(error instanceof CompositionError)) throw error;
    const conflicts = error.conflicts.flatMap((conflict) => describeConflict(conflict, files));
    throw new OperatorError(`The departments do not compose:\n${conflicts.join("\n")}\n${REMEDY}`);
  }
}

const REMEDY =
  "Make the departments named agree: the same type and arguments; @shareable where several give a field; " +
  "@external for what another one gives.";

/** The conflict, and below it where the departments write what it names. */
function describeConflict(conflict: string, files: readonly { name: string; file: string }[]): string[] {
  const named = [...conflict.matchAll(/"([A-Za-z_]\w*(?:\.\w+)?)/g)].map(([, coordinate = ""]) => coordinate);
  const longest = named.sort((a, b) => Number(b.includes(".")) - Number(a.includes(".")))[0] ?? "schema";
  const own = files.filter(({ name }) => conflict.includes(`"${name}"`));
  const places = (own.length === 0 ? files : own).flatMap(({ name, file }) =>
    locate([{ rule: "composition", coordinate: longest, message: "", department: name }], [{ name, file }]),
  );
  return [conflict, ...places.flatMap(({ file, line }) => (line === undefined ? [] : [`  ${file ?? ""}:${line}`]))];
}
