import { directivesNamed, textOf } from "../directives.ts";
import type { Finding } from "./finding.ts";
import type { Graph } from "./graph.ts";
import { writtenRules } from "./written-rules.ts";

/** Scopes and policies that stand in no list: a slip of the pen closes a field to everybody, or leaves a mask on for ever. */
export function findUnknownRights(
  graph: Graph,
  known: { readonly scopes: readonly string[]; readonly policies: readonly string[] },
): Finding[] {
  const grants = new Set([
    "authenticated",
    ...known.scopes.map((scope) => `scope:${scope}`),
    ...known.policies.map((policy) => `policy:${policy}`),
  ]);
  const asked = writtenRules(graph).flatMap(({ coordinate, clause }) =>
    clause.flat().map((grant) => ({ coordinate, grant })),
  );
  return [...asked, ...unmasking(graph)]
    .filter(({ grant }) => !grants.has(grant) && !/:\s*$/.test(grant))
    .map(({ coordinate, grant }) => {
      const [kind = "", name = ""] = split(grant);
      const list = kind === "scope" ? "schema/scopes.ts" : "schema/policies.ts";
      return {
        rule: `unknown-${kind}`,
        coordinate,
        message: `the ${kind} "${name}" is not in ${list}. Correct it, or add it there.`,
      };
    });
}

/**
 * A department opens its fields with scopes of its own. Another one's may stand beside an own one, where a field is
 * worked out from both departments' values; alone they would let the other department decide.
 */
export function findForeignScopes(graph: Graph, department: string): Finding[] {
  const own = `scope:${department}:`;
  const asked = writtenRules(graph).flatMap(({ coordinate, clause }) =>
    clause
      .map((all) => all.filter((grant) => grant.startsWith("scope:") && !/:\s*$/.test(grant)))
      .filter((all) => all.length > 0 && !all.some((grant) => grant.startsWith(own)))
      .map(([grant = ""]) => ({ coordinate, grant })),
  );
  const lifting = unmasking(graph).filter(({ grant }) => !grant.startsWith(own));
  return [...asked, ...lifting].map(({ coordinate, grant }) => ({
    rule: "foreign-scope",
    coordinate,
    message: `${department} is opened by "${split(grant)[1] ?? ""}", a scope of another department. Ask for one that begins with "${department}:".`,
  }));
}

function unmasking({ fields }: Graph): { coordinate: string; grant: string }[] {
  return fields.flatMap(({ coordinate, node }) =>
    directivesNamed(node, "mask").map((mask) => ({ coordinate, grant: `scope:${textOf(mask, "unless")}` })),
  );
}

/** `scope:trade:read` → `scope`, `trade:read`. */
function split(grant: string): string[] {
  const at = grant.indexOf(":");
  return [grant.slice(0, at), grant.slice(at + 1)];
}
