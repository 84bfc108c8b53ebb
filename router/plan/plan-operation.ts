import { GraphQLError, type OperationDefinitionNode, OperationTypeNode, print, type SelectionSetNode } from "graphql";
import type { ErrorCode } from "../../subgraphs/shared/errors.ts";
import { liftLiterals } from "../operation/lift-literals.ts";
import { RequestError } from "../operation/request-error.ts";
import { withoutIntrospection } from "../operation/root-fields.ts";
import type { Variables } from "../operation/variables.ts";
import { type CompiledPlan, compilePlans } from "./compile-plan.ts";
import { type EventFeed, findEventFeed } from "./event-feed.ts";
import type { PlanContext } from "./fetch-call.ts";
import { planPartly } from "./plan-partly.ts";
import { plannable } from "./plannable.ts";
import { PlannerRefused } from "./planner-child.ts";
import type { Planner } from "./planner.ts";
import { checkSound } from "./sound-plan.ts";
import { type UnplannedFields, withoutPlaces, workedOutPlaces } from "./unplanned-fields.ts";

/** What plans are made and compiled against. */
export interface PlannedGraph extends Omit<PlanContext, "fetches"> {
  /** Interfaces that some department serves as objects, without knowing of which type they are. */
  readonly interfaceObjects: ReadonlySet<string>;
  /** What the fields that those add are worked out from. */
  readonly addedFields: ReadonlyMap<string, SelectionSetNode>;
}

/** How an operation is answered, for all that have its shape. */
export interface OperationPlan extends CompiledPlan {
  /** Where events come from; null unless the operation is a subscription. */
  readonly feed: EventFeed | null;
  /** Fields that the planner can't plan, and that no department is asked for. */
  readonly unplanned: UnplannedFields;
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
  graph: PlannedGraph,
  planner: Planner,
  origin: PlanOrigin,
): Promise<Planned> {
  const { schema } = graph;
  const selectionSet = withoutIntrospection(definition.selectionSet);
  if (selectionSet.selections.length === 0) return { ...nothingToPlan, literals: {} };
  const asked = { ...definition, selectionSet };
  // What is published is known to everybody, values and all.
  const lifted = origin.isPublished ? { definition: asked, values: {} } : liftLiterals(asked, schema);
  const whole = textsFor(lifted.definition, graph);
  const plan = await origin.plan(whole.join("\n"), () => makePlan(lifted.definition, whole, graph, planner, origin));
  return { ...plan, literals: lifted.values };
}

const NOTHING: UnplannedFields = new Set();
const nothingToPlan: OperationPlan = { run: () => undefined, fetches: [], feed: null, unplanned: NOTHING };

function textsFor(definition: OperationDefinitionNode, { schema, interfaceObjects, addedFields }: PlannedGraph) {
  return plannable(definition, schema, interfaceObjects, addedFields).map((one) => print(one));
}

/** Plans all of the operation, or of a query what can be planned of it (docs/adr/0064). */
async function makePlan(
  definition: OperationDefinitionNode,
  whole: readonly string[],
  graph: PlannedGraph,
  planner: Planner,
  origin: PlanOrigin,
): Promise<OperationPlan> {
  try {
    return await planTexts(whole, graph, planner, origin);
  } catch (error) {
    // A change is made whole or not at all; a stream would tell of the same gap with each event.
    if (!(error instanceof Unplannable) || definition.operation !== OperationTypeNode.QUERY) throw error;
    const places = workedOutPlaces(definition, graph.schema, graph.requiredFields);
    const partly = await planPartly(places, (without) => {
      const texts = textsFor(withoutPlaces(definition, without), graph);
      return planTexts(texts, graph, planner, origin).catch(nullWhereUnplannable);
    });
    if (partly === null) throw error;
    return { ...partly.plan, unplanned: partly.unplanned };
  }
}

function nullWhereUnplannable(error: unknown): null {
  if (error instanceof Unplannable) return null;
  throw error;
}

async function planTexts(
  operations: readonly string[],
  graph: PlannedGraph,
  planner: Planner,
  { document, isPublished }: PlanOrigin,
): Promise<OperationPlan> {
  const plans = await planner.plan({ document, operations }, isPublished).catch((error: unknown) => {
    // A valid operation without a plan: the supergraph promises a field no department can be asked for.
    if (error instanceof PlannerRefused)
      throw new Unplannable(
        "The planner finds no department that could answer this operation: the supergraph or the planner is at fault.",
        "INTERNAL",
      );
    throw error;
  });
  const [first] = plans;
  try {
    checkSound(plans, graph.requiredFields, graph.schema);
    const feed = first === undefined ? null : findEventFeed(first);
    return { ...compilePlans(plans, graph), feed, unplanned: NOTHING };
  } catch {
    throw new Unplannable(
      "The hub's planner made no sound plan for this operation, so no department is asked: ask for its fields apart.",
      "SUBGRAPH_UNAVAILABLE",
    );
  }
}

/** The planner has no plan for an operation, or none that would be right. */
class Unplannable extends RequestError {
  constructor(message: string, code: ErrorCode) {
    super([new GraphQLError(message, { extensions: { code } })]);
  }
}
