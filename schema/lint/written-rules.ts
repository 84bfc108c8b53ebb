import { type ConstDirectiveNode, isTypeDefinitionNode } from "graphql";
import { type Clause, readRequirement } from "../../subgraphs/shared/permissions.ts";
import { type Annotated, directivesNamed } from "../directives.ts";
import type { Finding } from "./finding.ts";
import type { Graph } from "./graph.ts";

/** A permission directive and what it stands on. */
export interface WrittenRule {
  readonly coordinate: string;
  readonly directive: ConstDirectiveNode;
  readonly clause: Clause;
}

const RULES = ["authenticated", "requiresScopes", "policy"];

/** Every permission directive of a document. */
export function writtenRules({ definitions }: Pick<Graph, "definitions">): WrittenRule[] {
  return definitions.filter(isTypeDefinitionNode).flatMap((node) => {
    const name = node.name.value;
    const fields = "fields" in node ? (node.fields ?? []) : [];
    return [...rulesOn(name, node), ...fields.flatMap((field) => rulesOn(`${name}.${field.name.value}`, field))];
  });
}

/** An alternative that asks for nothing: composition drops some of them, and what they meant to close is open. */
export function findEmptyRules(graph: Pick<Graph, "definitions">): Finding[] {
  return writtenRules(graph).flatMap(({ coordinate, directive, clause }) => {
    const isEmpty = (name: string) => /^(?:scope|policy):\s*$/.test(name);
    const isWhole = clause.length > 0 && clause.every((all) => all.length > 0 && !all.some(isEmpty));
    if (isWhole) return [];
    const message = `@${directive.name.value} has an alternative that names nothing. Name what it asks for, or take the directive away.`;
    return [{ rule: "empty-rule", coordinate, message }];
  });
}

function rulesOn(coordinate: string, node: Annotated): WrittenRule[] {
  return RULES.flatMap((name) => directivesNamed(node, name)).map((directive) => ({
    coordinate,
    directive,
    clause: readRequirement([directive])[0] ?? [],
  }));
}
