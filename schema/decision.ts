import { isSatisfied } from "../subgraphs/shared/permissions.ts";
import type { Rules } from "./rules.ts";

/** What somebody gets of a field, as far as rights go. */
export type Decision = "refused" | "masked" | "value";

/** The one decision on a field: the router answers by it, and pages for people are written from it. */
export function decide(rules: Rules, type: string, field: string, grants: ReadonlySet<string>): Decision {
  if (!isSatisfied(rules.requirementOf(type, field), grants)) return "refused";
  const mask = rules.maskOf(type, field);
  return mask === null || grants.has(mask.unless) ? "value" : "masked";
}
