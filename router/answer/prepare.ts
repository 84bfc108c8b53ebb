import type { OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import { isSatisfied, refusalCode, type Requirement } from "../../subgraphs/shared/permissions.ts";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";
import { conditionVariables, settleConditions } from "../operation/conditions.ts";
import { type CursorArguments, takeCursors } from "../operation/cursor-arguments.ts";
import type { Limits } from "../operation/limits.ts";
import { type Operation, readOperation } from "../operation/read-operation.ts";
import { introspectionOf } from "../operation/root-fields.ts";
import type { Variables } from "../operation/variables.ts";
import { authorize, type Authorized, requirementsIn } from "../permissions/authorize.ts";
import { type Planned, planOperation, type PlanOrigin } from "../plan/plan-operation.ts";
import type { Planner } from "../plan/planner.ts";
import type { Supergraph } from "../supergraph/load-supergraph.ts";
import type { Counters } from "../telemetry/counters.ts";
import { createKeptReady, keptOrMade, type KeptReady } from "./kept-ready.ts";
import { compileProjection, type WriteState } from "./response-gate.ts";

/** An operation for viewers who may see the same parts of it: nothing is left to work out but the data. */
export interface Variant extends Planned {
  readonly authorized: Authorized;
  /** Opens the cursors of a request before anything is asked of a department. */
  readonly openCursors: CursorArguments["open"];
  readonly write: (data: unknown, state: WriteState) => string | undefined;
}

/** An operation, checked once, with a variant for every set of permissions it has met. */
export interface Prepared {
  readonly operation: Operation;
  /** The `__schema` and `__type` part, which is answered without departments; null when there is none. */
  readonly introspection: OperationDefinitionNode | null;
  variantFor(viewer: Pick<Viewer, "grants" | "fieldKey">, variables: Variables): Promise<Variant>;
}

/** A document, and with whom what is worked out of it may be shared. */
export interface AskedDocument {
  readonly text: string;
  readonly operationName: string | null;
  /** Viewers who share what is kept ready of it; null for a published document, which everybody shares. */
  readonly circle: string | null;
}

/** Checks and plans operations, each document once. */
export interface Preparer {
  /** Throws RequestError. */
  prepare(document: AskedDocument): Prepared;
  readonly kept: () => { readonly documents: number; readonly variants: number };
}

const GRANTS_KEPT = 200;

/** What the parts of one preparer share. */
interface Workshop {
  readonly supergraph: Supergraph;
  readonly planner: Planner;
  readonly counters: Counters;
}

export function createPreparer(supergraph: Supergraph, planner: Planner, limits: Limits, counters: Counters): Preparer {
  // Apart, so that no document of a client's drives a published one out.
  const published = createKeptReady<Prepared, Variant>();
  const unpublished = createKeptReady<Prepared, Variant>();
  const workshop = { supergraph, planner, counters };
  return {
    prepare({ text, operationName, circle }) {
      const kept = circle === null ? published : unpublished;
      const key = `${circle ?? ""}\n${operationName ?? ""}\n${text}`;
      const found = kept.documents.get(key);
      if (found !== undefined) {
        counters.documentsKnown += 1;
        return found;
      }
      const operation = readOperation(supergraph.schema, text, operationName, limits);
      const prepared = prepareOperation(operation, circle, kept, workshop);
      kept.documents.set(key, prepared);
      counters.documentsPrepared += 1;
      return prepared;
    },
    kept: () => ({
      documents: published.documents.size + unpublished.documents.size,
      variants: published.variants.size + unpublished.variants.size,
    }),
  };
}

function prepareOperation(
  operation: Operation,
  circle: string | null,
  kept: KeptReady<Prepared, Variant>,
  { supergraph, planner, counters }: Workshop,
): Prepared {
  const { schema, rules } = supergraph;
  const { definition, selections } = operation;
  const requirements = requirementsIn(definition, schema, rules);
  const switches = conditionVariables(definition.selectionSet);
  const verdictsByGrants = new LRUCache<string, string>({ max: GRANTS_KEPT });
  const verdictsOf = ({ fieldKey, grants }: Pick<Viewer, "grants" | "fieldKey">): string => {
    const found = verdictsByGrants.get(fieldKey);
    if (found !== undefined) return found;
    const verdicts = requirements.map((requirement) => verdict(requirement, grants)).join("");
    verdictsByGrants.set(fieldKey, verdicts);
    return verdicts;
  };
  const origin: PlanOrigin = {
    document: operation.hash,
    isPublished: circle === null,
    plan(text, make) {
      const made = () => {
        counters.plansMade += 1;
        return make();
      };
      return keptOrMade(kept, kept.plans, `${circle ?? ""}\n${text}`, selections, made);
    },
  };
  const compileVariant = async (variables: Variables, grants: ReadonlySet<string>): Promise<Variant> => {
    const settled = settleConditions(definition, variables);
    const authorized = authorize(settled, schema, rules, grants);
    const cursors = takeCursors(authorized.definition, schema);
    const planned = await planOperation(cursors.definition, supergraph, planner, origin);
    counters.variantsCompiled += 1;
    return {
      authorized,
      openCursors: cursors.open,
      ...planned,
      write: compileProjection(settled, schema, rules, authorized, grants, planned.unplanned),
    };
  };
  return {
    operation,
    introspection: introspectionOf(definition),
    variantFor(viewer, variables) {
      const positions = switches.map((name) => (variables[name] === true ? "1" : "0")).join("");
      // Viewers with different grants still share a variant when the operation meets none of the differences.
      const key = [circle ?? "", operation.hash, operation.writtenName, positions, verdictsOf(viewer)].join(" ");
      return keptOrMade(kept, kept.variants, key, selections, () => compileVariant(variables, viewer.grants));
    },
  };
}

function verdict(requirement: Requirement, grants: ReadonlySet<string>): string {
  if (isSatisfied(requirement, grants)) return "y";
  return refusalCode(requirement, grants) === "PURPOSE_REQUIRED" ? "p" : "n";
}
