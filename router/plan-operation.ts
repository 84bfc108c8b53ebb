import {
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { ErrorCode } from "../subgraphs/shared/errors.ts";
import type { Variables } from "./conditions.ts";
import { liftLiterals } from "./lift-literals.ts";
import { RequestError } from "./operation.ts";
import { type CompiledPlan, compilePlans } from "./plan.ts";
import { plannable } from "./plannable.ts";
import type { Planner } from "./planner.ts";
import { PlannerRefused } from "./planner-child.ts";
import { checkSound } from "./sound-plan.ts";
import { type EventSource, findEventSource } from "./subscription.ts";
import type { Supergraph } from "./supergraph.ts";

/** How an operation is answered, for all that have its shape. */
export interface OperationPlan extends CompiledPlan {
  /** Where events come from; null unless the operation is a subscription. */
  readonly source: EventSource | null;
}

/** Whose plans may be used for an operation, and where it comes from. */
export interface PlanOrigin {
  /** SHA-256 of the document. */
  readonly document: string;
  readonly isPublished: boolean;
  /** Finds a plan that was made for the same text, or has it made and keeps it. */
  plan(text: string, make: () => Promise<OperationPlan>): Promise<OperationPlan>;
}

/** A plan, and the values that its operation was written with. */
export interface Planned extends OperationPlan {
  readonly literals: Variables;
}

/** Has an authorized operation planned. Rejects with RequestError, or with PlannerAway while nothing can be planned. */
export async function planOperation(
  definition: OperationDefinitionNode,
  supergraph: Supergraph,
  planner: Planner,
  origin: PlanOrigin,
): Promise<Planned> {
  const { schema, interfaceObjects, addedFields } = supergraph;
  const selectionSet = withoutIntrospection(definition.selectionSet);
  if (selectionSet.selections.length === 0) return { run: () => undefined, fetches: [], source: null, literals: {} };
  const asked = { ...definition, selectionSet };
  // What is published is known to everybody, values and all.
  const lifted = origin.isPublished ? { definition: asked, values: {} } : liftLiterals(asked, schema);
  const operations = plannable(lifted.definition, schema, interfaceObjects, addedFields).map((one) => print(one));
  const plan = await origin.plan(operations.join("\n"), () => makePlan(operations, supergraph, planner, origin));
  return { ...plan, literals: lifted.values };
}

async function makePlan(
  operations: readonly string[],
  supergraph: Supergraph,
  planner: Planner,
  { document, isPublished }: PlanOrigin,
): Promise<OperationPlan> {
  const plans = await planner.plan({ document, operations }, isPublished).catch((error: unknown) => {
    // A valid operation without a plan: the supergraph promises a field no department can be asked for.
    if (error instanceof PlannerRefused)
      throw unanswerable(
        "The planner finds no department that could answer this operation: the supergraph or the planner is at fault.",
      );
    throw error;
  });
  const [first] = plans;
  try {
    checkSound(plans, supergraph.requiredFields, supergraph.schema);
    return { ...compilePlans(plans, supergraph), source: first === undefined ? null : findEventSource(first) };
  } catch {
    throw unanswerable(
      "The hub's planner made no sound plan for this operation, so no department is asked: ask for its fields apart.",
      "SUBGRAPH_UNAVAILABLE",
    );
  }
}

function unanswerable(message: string, code: ErrorCode = "INTERNAL"): RequestError {
  return new RequestError([new GraphQLError(message, { extensions: { code } })]);
}

/** Root meta fields need no department: the projection writes them. */
function withoutIntrospection(set: SelectionSetNode): SelectionSetNode {
  return keepFields(set, (field) => !field.startsWith("__"));
}

/** The `__schema` and `__type` part of an operation; null when there is none. */
export function introspectionOf(definition: OperationDefinitionNode): OperationDefinitionNode | null {
  const selectionSet = keepFields(definition.selectionSet, (field) => field === "__schema" || field === "__type");
  return selectionSet.selections.length === 0 ? null : { ...definition, selectionSet };
}

/** Keeps the root fields that pass, with the fragments around them. */
function keepFields(set: SelectionSetNode, keep: (field: string) => boolean): SelectionSetNode {
  const selections = set.selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return keep(selection.name.value) ? [selection] : [];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const inner = keepFields(selection.selectionSet, keep);
    return inner.selections.length === 0 ? [] : [{ ...selection, selectionSet: inner }];
  });
  return { ...set, selections };
}
