import { Kind } from "graphql";
import { joinRequirements, type Requirement } from "../../subgraphs/shared/permissions.ts";
import type { Finding } from "./finding.ts";
import type { Graph, GraphField } from "./graph.ts";
import { implies } from "./implies.ts";

/**
 * A refusal becomes null, so what can be refused is nullable: otherwise the refusal takes the parent with it. A field
 * that asks for no more than everybody has who reached its parent is never refused by itself.
 */
export function findNonNullRefusals(graph: Graph): Finding[] {
  return graph.fields.flatMap((field) => {
    const { coordinate, type, node, isVisible } = field;
    if (!isVisible || type.kind !== Kind.OBJECT_TYPE_DEFINITION || node.type.kind !== Kind.NON_NULL_TYPE) return [];
    const needed = neededFor(graph, field);
    if (needed.length === 0 || waysInto(graph, type.name.value).every((held) => implies(held, needed))) return [];
    const message =
      "it can be refused and is non-null: a refusal would take its parent with it. Make it nullable, or ask for as much on the parent type.";
    return [{ rule: "refusable-non-null", coordinate, message }];
  });
}

function neededFor({ rules, membersOf }: Graph, { type, node, result }: GraphField): Requirement {
  const members = membersOf(result).map((member) => rules.requirementOfType(member));
  return joinRequirements([rules.requirementOf(type.name.value, node.name.value), ...members]);
}

/** What viewers have satisfied who hold an object of the type, for each way there is to it. */
function waysInto({ schema, rules, fields, membersOf }: Graph, type: string): Requirement[] {
  const ofType = rules.requirementOfType(type);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  if (roots.some((root) => root?.name === type)) return [ofType];
  return fields
    .filter(({ isVisible, result }) => isVisible && membersOf(result).includes(type))
    .map((way) => joinRequirements([ofType, rules.requirementOf(way.type.name.value, way.node.name.value)]));
}
