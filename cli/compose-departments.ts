import type { DocumentNode } from "graphql";
import { compose, type Composition } from "../schema/compose.ts";
import { describeFinding } from "../schema/lint/finding.ts";
import { emptyRulesOf } from "../schema/lint/lint-departments.ts";
import { OperatorError } from "./postgres/operator-error.ts";
import { locate } from "./sdl-places.ts";

/**
 * Composes departments unless one of them has a rule that asks for nothing: composition drops such a rule, and what it
 * was meant to close would be open in the supergraph.
 */
export function composeDepartments(departments: readonly { name: string; typeDefs: DocumentNode }[]): Composition {
  const files = departments.map(({ name }) => ({ name, file: `subgraphs/${name}/schema.graphql` }));
  const empty = emptyRulesOf(departments);
  if (empty.length === 0) return compose(departments);
  const lines = locate(empty, files).map((finding) => describeFinding(finding));
  throw new OperatorError(`The departments are not composed:\n${lines.join("\n")}`);
}
