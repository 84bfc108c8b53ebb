import { type ConstDirectiveNode, Kind, type ValueNode, valueFromASTUntyped } from "graphql";
import type { ErrorCode } from "./errors.ts";

/** Satisfied by any one of the lists, each of which needs all of its grants. */
export type Clause = readonly (readonly string[])[];

/** What `@authenticated`, `@requiresScopes` and `@policy` ask for together: every clause. */
export type Requirement = readonly Clause[];

/**
 * Reads the permission directives of one SDL element. An empty rule (`scopes: []`) can never be
 * satisfied: closed unless opened.
 */
export function readRequirement(directives: readonly ConstDirectiveNode[] | undefined): Requirement {
  return (directives ?? []).flatMap((directive): Clause[] => {
    if (directive.name.value === "authenticated") return [[["authenticated"]]];
    if (directive.name.value === "requiresScopes") return [readClause(directive, "scopes", "scope:")];
    if (directive.name.value === "policy") return [readClause(directive, "policies", "policy:")];
    return [];
  });
}

/** True when the grants satisfy every clause. */
export function isSatisfied(requirement: Requirement, grants: ReadonlySet<string>): boolean {
  return requirement.every((clause) => isClauseSatisfied(clause, grants));
}

/** The code a refusal carries: a missing purpose is the one thing the viewer can mend at once. */
export function refusalCode(requirement: Requirement, grants: ReadonlySet<string>): ErrorCode {
  const withPurpose = new Set([...grants, "policy:purpose"]);
  return isSatisfied(requirement, withPurpose) ? "PURPOSE_REQUIRED" : "UNAUTHORIZED_FIELD_OR_TYPE";
}

/** Joins requirements that all have to hold, without saying the same clause twice. */
export function joinRequirements(requirements: readonly Requirement[]): Requirement {
  const clauses = new Map(requirements.flat().map((clause) => [JSON.stringify(clause), clause]));
  return [...clauses.values()];
}

/** True when the grants hold all of one of the lists. */
export function isClauseSatisfied(clause: Clause, grants: ReadonlySet<string>): boolean {
  return clause.some((all) => all.length > 0 && all.every((grant) => grants.has(grant)));
}

function readClause(directive: ConstDirectiveNode, argument: string, prefix: string): Clause {
  const node: ValueNode | undefined = directive.arguments?.find(
    (candidate) => candidate.name.value === argument,
  )?.value;
  if (node?.kind !== Kind.LIST) return [];
  const lists = valueFromASTUntyped(node) as unknown[];
  return lists.map((list) => (Array.isArray(list) ? list.map((name) => prefix + String(name)) : []));
}
