import type { PlanNode, QueryPlan, RequiresSelection } from "@graphql-hive/router-query-planner";
import { type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import type { RequiredFields } from "./required-fields.ts";

interface PlannedFetch {
  readonly service: string;
  readonly operation: string;
  readonly requires: readonly RequiresSelection[];
  readonly isBatch: boolean;
}

/**
 * Throws when a plan sends a department what no call of it has asked for, or asks for a field that is worked out from
 * others without sending them: the answer would be null without a reason, or worked out from nothing. The planner makes
 * such plans for fields that an `@interfaceObject` adds.
 */
export function checkSound(plans: readonly QueryPlan[], required: RequiredFields, schema: GraphQLSchema): void {
  const fetches = plans.flatMap(({ node }) => (node == null ? [] : fetchesOf(node)));
  const asked = fetches.map(({ operation }) => new Set(responseKeysOf(operation)));
  for (const [at, fetch] of fetches.entries()) {
    const { service, requires, isBatch } = fetch;
    // What a call itself answers comes too late for what it is sent; lists that travel together may serve each other's
    // later calls.
    const isAsked = (name: string) => asked.some((keys, other) => (isBatch || other !== at) && keys.has(name));
    const missing = namesIn(requires).find((name) => name !== "__typename" && !isAsked(name));
    if (missing !== undefined) throw new Error(`the plan sends ${missing} to ${service} and asks nobody for it`);
    checkAskedOnEntities(fetch, required, schema);
  }
}

/** What is worked out from other fields can be asked for on an entity only, which is sent with them. */
function checkAskedOnEntities(
  { service, operation, requires }: PlannedFetch,
  required: RequiredFields,
  schema: GraphQLSchema,
): void {
  const info = new TypeInfo(schema);
  let depth = 0;
  // A batch asks for several lists of entities, under aliases.
  let isEntities = false;
  let isInFragment = false;
  visit(
    parse(operation, { noLocation: true }),
    visitWithTypeInfo(info, {
      // The planner writes one for what several lists of entities are asked for.
      FragmentDefinition: {
        enter() {
          isInFragment = true;
        },
        leave() {
          isInFragment = false;
        },
      },
      Field: {
        enter(node) {
          const isOfEntity = depth === 1 ? isEntities : depth === 0 && isInFragment && requires.length > 0;
          if (depth === 0) isEntities = node.name.value === "_entities";
          depth += 1;
          const type = info.getParentType()?.name;
          if (!isOfEntity && type !== undefined && required.has(`${service} ${type}.${node.name.value}`)) {
            throw new Error(
              `the plan asks ${service} for ${type}.${node.name.value} without what it is worked out from`,
            );
          }
        },
        leave() {
          depth -= 1;
        },
      },
    }),
  );
}

function fetchesOf(node: PlanNode): PlannedFetch[] {
  switch (node.kind) {
    case "Sequence":
    case "Parallel":
      return node.nodes.flatMap(fetchesOf);
    case "Flatten":
      return fetchesOf(node.node);
    case "Fetch":
      return [{ service: node.serviceName, operation: node.operation, requires: node.requires ?? [], isBatch: false }];
    case "BatchFetch": {
      const requires = node.entityBatch.aliases.flatMap((alias) => alias.requires);
      return [{ service: node.serviceName, operation: node.operation, requires, isBatch: true }];
    }
    case "Subscription":
      return fetchesOf(node.primary);
    default:
      return [];
  }
}

function responseKeysOf(operation: string): string[] {
  const keys: string[] = [];
  visit(parse(operation, { noLocation: true }), {
    Field: (node) => void keys.push((node.alias ?? node.name).value),
  });
  return keys;
}

function namesIn(requires: readonly RequiresSelection[]): string[] {
  return requires.flatMap((selection) => {
    if (selection.kind === "Field") return [selection.name, ...namesIn(selection.selections ?? [])];
    return selection.kind === "InlineFragment" ? namesIn(selection.selections) : [];
  });
}
