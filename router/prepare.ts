import {
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import { isSatisfied, refusalCode, type Requirement } from "../subgraphs/shared/permissions.ts";
import type { Viewer } from "../subgraphs/shared/viewer.ts";
import { authorize, type Authorized, requirementsIn } from "./authorize.ts";
import { type CursorArguments, takeCursors } from "./cursor-arguments.ts";
import { conditionVariables, settleConditions, type Variables } from "./conditions.ts";
import type { Limits } from "./limits.ts";
import { type Operation, readOperation, RequestError } from "./operation.ts";
import { compilePlans } from "./plan.ts";
import { plannable } from "./plannable.ts";
import { compileProjection } from "./project.ts";
import { createTallies, type Tallies } from "./tallies.ts";
import type { WriteState } from "./write-state.ts";
import type { Fetch, Step } from "./run.ts";
import { type EventSource, findEventSource } from "./subscription.ts";
import type { Supergraph } from "./supergraph.ts";

/** An operation for viewers who may see the same parts of it: nothing is left to work out but the data. */
export interface Variant {
  readonly authorized: Authorized;
  readonly run: Step;
  /** Opens the cursors of a request before anything is asked of a department. */
  readonly openCursors: CursorArguments["open"];
  /** The calls that `run` can make. */
  readonly fetches: readonly Fetch[];
  /** Where events come from; null unless the operation is a subscription. */
  readonly source: EventSource | null;
  readonly write: (data: unknown, state: WriteState) => string | undefined;
}

/** An operation, checked once, with a variant for every set of permissions it has met. */
export interface Prepared {
  readonly operation: Operation;
  /** The `__schema` and `__type` part, which is answered without departments; null when there is none. */
  readonly introspection: OperationDefinitionNode | null;
  variantFor(viewer: Viewer, variables: Variables): Variant;
}

// In fields and fragments, each about 2 KB once planned and compiled: clients that vary large documents, or the
// conditions of one, must not fill the memory.
const SELECTIONS_KEPT = 50_000;
const GRANTS_KEPT = 200;

type Variants = LRUCache<string, Variant>;

/** Checks and plans operations, each document once. `prepare` throws RequestError. */
export function createPreparer(supergraph: Supergraph, limits: Limits, tallies: Tallies = createTallies()) {
  const known = new LRUCache<string, Prepared>({
    maxSize: SELECTIONS_KEPT,
    sizeCalculation: ({ operation }, key) => operation.selections + Math.ceil(key.length / 1024),
  });
  const variants: Variants = new LRUCache({ maxSize: SELECTIONS_KEPT });
  return {
    prepare(text: string, operationName: string | null): Prepared {
      const key = `${operationName ?? ""}\n${text}`;
      const found = known.get(key);
      if (found !== undefined) {
        tallies.documentsKnown += 1;
        return found;
      }
      const operation = readOperation(supergraph.schema, text, operationName, limits);
      const prepared = prepareOperation(operation, supergraph, variants, tallies);
      known.set(key, prepared);
      tallies.documentsPrepared += 1;
      return prepared;
    },
    kept: () => ({ documents: known.size, variants: variants.size }),
  };
}

function prepareOperation(
  operation: Operation,
  supergraph: Supergraph,
  variants: Variants,
  tallies: Tallies,
): Prepared {
  const { schema, rules } = supergraph;
  const { definition } = operation;
  const requirements = requirementsIn(definition, schema, rules);
  const switches = conditionVariables(definition.selectionSet);
  const verdictsByGrants = new LRUCache<string, string>({ max: GRANTS_KEPT });
  const verdictsOf = (viewer: Viewer): string => {
    const found = verdictsByGrants.get(viewer.fieldKey);
    if (found !== undefined) return found;
    const verdicts = requirements.map((requirement) => verdict(requirement, viewer.grants)).join("");
    verdictsByGrants.set(viewer.fieldKey, verdicts);
    return verdicts;
  };
  return {
    operation,
    introspection: introspectionOf(definition),
    variantFor(viewer, variables) {
      const positions = switches.map((name) => (variables[name] === true ? "1" : "0")).join("");
      // Viewers with different grants still share a variant when the operation meets none of the differences.
      const key = `${operation.hash} ${operation.writtenName} ${positions} ${verdictsOf(viewer)}`;
      const known = variants.get(key);
      if (known !== undefined) return known;
      const variant = compileVariant(settleConditions(definition, variables), supergraph, viewer.grants);
      variants.set(key, variant, { size: operation.selections });
      tallies.variantsCompiled += 1;
      return variant;
    },
  };
}

function verdict(requirement: Requirement, grants: ReadonlySet<string>): string {
  if (isSatisfied(requirement, grants)) return "y";
  return refusalCode(requirement, grants) === "PURPOSE_REQUIRED" ? "p" : "n";
}

function compileVariant(
  definition: OperationDefinitionNode,
  supergraph: Supergraph,
  grants: ReadonlySet<string>,
): Variant {
  const { schema, rules } = supergraph;
  const authorized = authorize(definition, schema, rules, grants);
  const cursors = takeCursors(authorized.definition, schema);
  return {
    authorized,
    openCursors: cursors.open,
    ...planOf(cursors.definition, supergraph),
    write: compileProjection(definition, schema, rules, authorized, grants),
  };
}

// `@override(label: "percent(…)")` moves a field at once when it says 100 and not at all before: with less, one
// viewer would be told two truths.
const ROLLED_OUT = 99.999;

function planOf(
  definition: OperationDefinitionNode,
  supergraph: Supergraph,
): Pick<Variant, "run" | "fetches" | "source"> {
  const { planner, schema, interfaceObjects } = supergraph;
  const selectionSet = withoutIntrospection(definition.selectionSet);
  if (selectionSet.selections.length === 0) return { run: () => undefined, fetches: [], source: null };
  const operations = plannable({ ...definition, selectionSet }, schema, interfaceObjects);
  try {
    const plans = operations.map((one) => planner.plan(print(one), definition.name?.value, new Set(), ROLLED_OUT));
    const [first] = plans;
    return { ...compilePlans(plans, supergraph), source: first === undefined ? null : findEventSource(first) };
  } catch {
    // A valid operation without a sound plan: the supergraph promises a field no department can be asked for.
    const message = "No department can answer this operation: the supergraph is at fault.";
    throw new RequestError([new GraphQLError(message, { extensions: { code: "INTERNAL" } })]);
  }
}

const isMeta = (field: string) => field.startsWith("__");

/** Root meta fields need no department: the projection writes them. */
function withoutIntrospection(set: SelectionSetNode): SelectionSetNode {
  return keepFields(set, (field) => !isMeta(field));
}

function introspectionOf(definition: OperationDefinitionNode): OperationDefinitionNode | null {
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
