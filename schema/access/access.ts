import { decide } from "../decision.ts";
import { type AccessGraph, fieldName } from "./access-graph.ts";

/** What one viewer gets of a field; the mask's name where it is masked. */
export type Access = "refused" | "value" | `masked as ${string}`;

/** What somebody with exactly these grants gets. */
export function accessTo(graph: AccessGraph, coordinate: string, grants: ReadonlySet<string>): Access {
  const { type, field } = fieldName(coordinate);
  if (!graph.has(type, field)) return "refused";
  const decision = decide(graph.rules, type, field, grants);
  return decision === "masked" ? `masked as ${graph.rules.maskOf(type, field)?.as ?? ""}` : decision;
}

/** One mask is not more or less than another, so a change from one to another counts as more. */
export function isMore(before: Access, after: Access): boolean {
  return before !== after && after !== "refused" && before !== "value";
}

/** Every policy the rules of a field name, as grants. */
export function policiesOf(graph: AccessGraph, coordinate: string): string[] {
  const { type, field } = fieldName(coordinate);
  const grants = graph.rules.requirementOf(type, field).flat(2);
  return [...new Set(grants.filter((grant) => grant.startsWith("policy:")))].sort();
}

/** What a policy changes, in words: "value with a purpose", "masked as NAME; value with a purpose". */
export function describeAccess(without: Access, withAll: Access, policies: readonly string[]): string {
  if (without === withAll) return without;
  const names = policies.map((policy) => policy.replace("policy:", "")).join(" and ");
  const condition = names === "purpose" ? "with a purpose" : `with ${names}`;
  return without === "refused" ? `${withAll} ${condition}` : `${without}; ${withAll} ${condition}`;
}
