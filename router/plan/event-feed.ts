import type { PlanNode, QueryPlan, SubscriptionNode } from "@graphql-hive/router-query-planner";

/** Where the events of a subscription come from. */
export interface EventFeed {
  readonly service: string;
  readonly operation: string;
  readonly variableUsages: readonly string[];
}

/** Finds the one node of a plan that yields events; null for queries and mutations. */
export function findEventFeed(plan: QueryPlan): EventFeed | null {
  const node = plan.node == null ? null : findSubscription(plan.node);
  if (node === null) return null;
  const { serviceName, operation, variableUsages } = node.primary;
  return { service: serviceName, operation, variableUsages: variableUsages ?? [] };
}

function findSubscription(node: PlanNode): SubscriptionNode | null {
  if (node.kind === "Subscription") return node;
  if (node.kind !== "Sequence") return null;
  return node.nodes.map(findSubscription).find((found) => found !== null) ?? null;
}
