import { type GraphQLSchema, Kind, type OperationDefinitionNode, parse, type SelectionSetNode } from "graphql";
import type { SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import { clientKeyOf } from "../departments/data-keys.ts";
import type { EntityList } from "../departments/transport.ts";
import type { Variables } from "../operation/variables.ts";
import type { EntityKeys } from "./entity-identity.ts";
import type { RequiredFields } from "./required-fields.ts";
import type { Fetch, Run } from "./run.ts";

/** What the parts of a plan are compiled against. */
export interface PlanContext {
  readonly schema: GraphQLSchema;
  readonly entityKeys: EntityKeys;
  readonly requiredFields: RequiredFields;
  /** Every call that is compiled adds itself. */
  readonly fetches: Fetch[];
}

/** Adds the query paths a call is asked for, in clients' words. */
export function addFetch(fetches: Fetch[], paths: readonly (readonly string[])[]): Fetch {
  const fetch = { paths: paths.map((path) => path.map(clientKeyOf)) };
  fetches.push(fetch);
  return fetch;
}

/** The reply of a department; null when the call failed. */
export async function callDepartment(
  run: Run,
  service: string,
  operation: string,
  variables: Variables,
  entities?: readonly EntityList[],
): Promise<SubgraphReply | null> {
  try {
    return await run.send(service, operation, variables, entities);
  } catch {
    // Why it failed has been logged by the transport; the client only learns that it did.
    return null;
  }
}

export function pick(variables: Variables, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) if (Object.hasOwn(variables, name)) picked[name] = variables[name];
  return picked;
}

export function rootSelection(operation: string): SelectionSetNode {
  const definition = parse(operation, { noLocation: true }).definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  if (definition === undefined) throw new Error("a plan's fetch holds no operation");
  return definition.selectionSet;
}

export function responseKeys(set: SelectionSetNode): string[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.alias?.value ?? selection.name.value];
    return selection.kind === Kind.INLINE_FRAGMENT ? responseKeys(selection.selectionSet) : [];
  });
}
