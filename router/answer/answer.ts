import { GraphQLError, OperationTypeNode } from "graphql";
import type { ErrorCode } from "../../subgraphs/shared/errors.ts";
import { createPassingSealing, type CursorSealing } from "../../subgraphs/shared/sealed-cursors.ts";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";
import { checkLimit, defaultLimits, type Limits } from "../operation/limits.ts";
import { PlannerAway, RequestError } from "../operation/request-error.ts";
import { measureVariables } from "../operation/variables-size.ts";
import { readVariables, type Variables } from "../operation/variables.ts";
import type { Planner } from "../plan/planner.ts";
import { createCounters, type Counters } from "../telemetry/counters.ts";
import { type RequestTrace, untraced } from "../telemetry/tracer.ts";
import { executeInParts } from "./answer-in-parts.ts";
import { closingBody } from "./closing-body.ts";
import { execute, type ExecutorParts, type OnEntered } from "./execution.ts";
import { followEvents, type ReadViewer } from "./follow-subscription.ts";
import { circleOf } from "./kept-ready.ts";
import { createPreparer, type Prepared } from "./prepare.ts";

/** A GraphQL request, as the HTTP layer hands it over. */
export interface Request {
  readonly query: string;
  /** Left out, a document of the client's own. */
  readonly isPublished?: boolean;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  /** Only queries may come by GET. */
  readonly queriesOnly: boolean;
  /** Where answers are streamed: a query may be answered in parts, the last of them whole. */
  readonly inParts?: boolean;
  readonly trace?: RequestTrace;
  /** Told the id of the entry in the access record before the answer is released. */
  readonly onEntered?: OnEntered;
}

export type Outcome =
  | { readonly kind: "answered"; readonly body: string }
  /** Not executable; nothing ran. */
  | { readonly kind: "refused"; readonly body: string }
  /** A mutation by a method that must not change anything. */
  | { readonly kind: "wrong-method" }
  /** A subscription where one answer was asked for. */
  | { readonly kind: "needs-stream" }
  /** The look could not be entered in the access record, so nothing is released. */
  | { readonly kind: "unrecorded" };

/** Answers requests of viewers: plan, execute, record, release. */
export interface Answerer {
  answer(request: Request, viewer: Viewer): Promise<Outcome>;
  /** Answers with a stream of bodies, one for each event; a query or mutation gives exactly one. */
  stream(request: Request, readViewer: ReadViewer, signal: AbortSignal): AsyncIterable<string>;
  /** Plans a published document for viewers with these grants, so that the first of them need not wait. */
  planAhead(document: string, grants: ReadonlySet<string>): Promise<void>;
  /** How much is kept ready for requests that come again. */
  readonly kept: () => { readonly documents: number; readonly variants: number };
}

export interface AnswererParts extends Omit<ExecutorParts, "sealing" | "counters"> {
  readonly planner: Planner;
  readonly limits?: Limits;
  /** Left out, cursors are good for this process alone. */
  readonly sealing?: CursorSealing;
  /** Left out, nobody looks at what is counted. */
  readonly counters?: Counters;
}

/** For hubs of one process that share no key. One for all answerers, so that cursors outlive a reload. */
const passing = createPassingSealing();

export function createAnswerer(given: AnswererParts): Answerer {
  const parts = { limits: defaultLimits, sealing: passing, counters: createCounters(), ...given };
  const { supergraph, planner, limits, counters } = parts;
  const preparer = createPreparer(supergraph, planner, limits, counters);

  const prepare = ({ query, isPublished = false, operationName, trace = untraced }: Request, viewer: Viewer) => {
    const preparing = trace.startPart("prepare");
    const preparedBefore = counters.documentsPrepared;
    const circle = isPublished ? null : circleOf(viewer);
    const prepared = preparer.prepare({ text: query, operationName, circle });
    preparing.end(counters.documentsPrepared === preparedBefore ? "known" : "prepared");
    const { definition, name, hash } = prepared.operation;
    const kind = definition.operation;
    trace.setOperation({ kind, name, hash });
    return { prepared, kind };
  };

  const read = ({ operation }: Prepared, request: Request): Variables => {
    const { definition, cost } = operation;
    // Validation passes over what belongs to no type at all.
    if (supergraph.schema.getRootType(definition.operation) == null) {
      throw new RequestError([new GraphQLError(`The API has no ${definition.operation}s.`)]);
    }
    const given = measureVariables(request.variables);
    checkLimit(limits, "variablesSize", given.size);
    checkLimit(limits, "variablesDepth", given.depth);
    const variables = readVariables(supergraph.schema, operation, request.variables);
    checkLimit(limits, "cost", Math.ceil(cost.valuesFor(variables)));
    return variables;
  };

  const answer = async (request: Request, viewer: Viewer): Promise<Outcome> => {
    try {
      const { prepared, kind } = prepare(request, viewer);
      if (request.queriesOnly && kind !== OperationTypeNode.QUERY) return { kind: "wrong-method" };
      if (kind === OperationTypeNode.SUBSCRIPTION) return { kind: "needs-stream" };
      const variables = read(prepared, request);
      const { requestId, trace, onEntered } = request;
      const body = await execute(parts, {
        prepared,
        requestId,
        variables,
        viewer,
        requestKey: request,
        trace,
        onEntered,
      });
      return body === null ? { kind: "unrecorded" } : { kind: "answered", body };
    } catch (error) {
      if (error instanceof RequestError) return { kind: "refused", body: refusalBody(error, counters) };
      throw error;
    }
  };

  return {
    answer,
    async planAhead(document, grants) {
      const prepared = preparer.prepare({ text: document, operationName: null, circle: null });
      await prepared.variantFor({ grants, fieldKey: [...grants].sort().join(" ") }, {});
    },
    kept: preparer.kept,
    async *stream(request, readViewer, signal) {
      try {
        const viewer = await readViewer();
        const { prepared, kind } = prepare(request, viewer);
        if (request.queriesOnly && kind === OperationTypeNode.MUTATION) {
          throw new RequestError([new GraphQLError("Only queries may use GET.")]);
        }
        const variables = read(prepared, request);
        const { requestId, inParts = false, onEntered } = request;
        const asked = { prepared, variables, requestId, onEntered };
        if (kind === OperationTypeNode.SUBSCRIPTION) {
          yield* followEvents(parts, asked, readViewer, signal);
          return;
        }
        const execution = { ...asked, viewer, requestKey: request };
        const bodies =
          inParts && kind === OperationTypeNode.QUERY
            ? executeInParts(parts, execution, signal)
            : [await execute(parts, execution)];
        for await (const body of bodies) yield body ?? closingBody("INTERNAL");
      } catch (error) {
        if (error instanceof PlannerAway) yield awayBody(error, counters);
        else if (error instanceof RequestError) yield refusalBody(error, counters);
        else throw error;
      }
    },
  };
}

function awayBody({ code, message }: PlannerAway, counters: Counters): string {
  counters.errors[code] += 1;
  return JSON.stringify({ errors: [{ message, extensions: { code } }] });
}

function refusalBody(error: RequestError, counters: Counters): string {
  const errors = error.errors.map(({ message, locations, extensions }) => ({
    message,
    ...(locations === undefined ? {} : { locations }),
    extensions: { ...extensions, code: (extensions["code"] ?? "BAD_USER_INPUT") as ErrorCode },
  }));
  for (const { extensions } of errors) counters.errors[extensions.code] += 1;
  return JSON.stringify({ errors });
}
