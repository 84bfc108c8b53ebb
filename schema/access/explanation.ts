import { isClauseSatisfied } from "../../subgraphs/shared/permissions.ts";
import type { Roles } from "../roles.ts";
import { type AccessGraph, type FieldName, fieldName } from "./access-graph.ts";
import { type Access, accessTo, policiesOf } from "./access.ts";
import { type Audience, audiencesOf, grantsOf, nameOf } from "./audiences.ts";
import { type Source, sourcesOf } from "./written-rules.ts";

/** Who may see a field and why. */
export interface Explanation {
  readonly coordinate: string;
  readonly audience: Audience;
  readonly sources: readonly (Source & { readonly isHeld: boolean })[];
  readonly scopes: readonly string[];
  readonly mask: { readonly as: string; readonly unless: string; readonly isLifted: boolean } | null;
  readonly policies: readonly string[];
  readonly withoutPolicies: Access;
  readonly withPolicies: Access;
  readonly verdict: string;
  /** The other audiences that see it, by what they get when every policy holds. */
  readonly others: readonly { readonly audience: Audience; readonly access: Access }[];
}

/** Explains what an audience gets of a field of the supergraph. */
export function explainAccess(graph: AccessGraph, roles: Roles, coordinate: string, audience: Audience): Explanation {
  const name: FieldName = fieldName(coordinate);
  const policies = policiesOf(graph, coordinate);
  const seenBy = (one: Audience, held: readonly string[]) =>
    accessTo(graph, coordinate, new Set([...grantsOf(roles, one), ...held]));
  const grants = new Set([...grantsOf(roles, audience), ...policies]);
  const mask = graph.rules.maskOf(name.type, name.field);
  const [withoutPolicies, withPolicies] = [seenBy(audience, []), seenBy(audience, policies)];
  return {
    coordinate,
    audience,
    sources: sourcesOf(graph.document, graph.schema, name).map((source) => ({
      ...source,
      isHeld: isClauseSatisfied(source.clause, grants),
    })),
    scopes: [...grants]
      .filter((grant) => grant.startsWith("scope:"))
      .map(bare)
      .sort(),
    mask: mask === null ? null : { as: mask.as, unless: bare(mask.unless), isLifted: grants.has(mask.unless) },
    policies: policies.map(bare),
    withoutPolicies,
    withPolicies,
    verdict: verdictOf(coordinate, audience, withoutPolicies, withPolicies, policies.map(bare)),
    others: audiencesOf([roles], graph.departments)
      .filter((one) => one.role !== audience.role || one.department !== audience.department)
      .map((one) => ({ audience: one, access: seenBy(one, policies) }))
      .filter(({ access }) => access !== "refused"),
  };
}

function verdictOf(
  coordinate: string,
  audience: Audience,
  without: Access,
  withAll: Access,
  policies: readonly string[],
): string {
  const whom = nameOf(audience);
  if (withAll === "refused") return `${whom} is refused ${coordinate}.`;
  const gets = withAll === "value" ? `sees ${coordinate}` : `sees ${coordinate} ${withAll}`;
  if (without === withAll) return `${whom} ${gets}, in the rows of the own area.`;
  const names = policies.map((policy) => (policy === "purpose" ? "a purpose is given" : `${policy} holds`));
  return `${whom} ${gets} when ${names.join(" and ")}, in the rows of the own area.`;
}

function bare(grant: string): string {
  return grant.replace(/^(?:scope|policy):/, "");
}
