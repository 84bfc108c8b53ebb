import { GraphQLError } from "graphql";
import type { Viewer } from "../subgraphs/shared/viewer.ts";
import { type ExecutorParts, execute } from "./execute.ts";
import { followEvents, type ReadViewer } from "./follow-events.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { checkLimit, RequestError } from "./operation.ts";
import { createPreparer, type Prepared } from "./prepare.ts";
import type { Variables } from "./conditions.ts";
import { readVariables } from "./variables.ts";
import { measureVariables } from "./variables-size.ts";

/** A GraphQL request, as the HTTP layer hands it over. */
export interface Request {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  /** Only queries may come by GET. */
  readonly queriesOnly: boolean;
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
}

export interface AnswererParts extends ExecutorParts {
  readonly limits?: Limits;
}

export function createAnswerer(parts: AnswererParts): Answerer {
  const { supergraph, limits = defaultLimits } = parts;
  const preparer = createPreparer(supergraph, limits);

  const read = (request: Request): { prepared: Prepared; variables: Variables } => {
    const given = measureVariables(request.variables);
    checkLimit(limits, "variablesSize", given.size);
    checkLimit(limits, "variablesDepth", given.depth);
    const prepared = preparer.prepare(request.query, request.operationName);
    const { definition, cost } = prepared.operation;
    const variables = readVariables(supergraph.schema, definition, request.variables);
    checkLimit(limits, "cost", Math.ceil(cost.valuesFor(variables)));
    return { prepared, variables };
  };

  const answer = async (request: Request, viewer: Viewer): Promise<Outcome> => {
    try {
      const { prepared, variables } = read(request);
      const kind = prepared.operation.definition.operation;
      if (request.queriesOnly && kind !== "query") return { kind: "wrong-method" };
      if (kind === "subscription") return { kind: "needs-stream" };
      const body = await execute(parts, { prepared, requestId: request.requestId, variables, viewer, request });
      return body === null ? { kind: "unrecorded" } : { kind: "answered", body };
    } catch (error) {
      if (error instanceof RequestError) return { kind: "refused", body: refusalBody(error) };
      throw error;
    }
  };

  return {
    answer,
    async *stream(request, readViewer, signal) {
      try {
        const { prepared, variables } = read(request);
        if (request.queriesOnly && prepared.operation.definition.operation === "mutation") {
          throw new RequestError([new GraphQLError("Only queries may use GET.")]);
        }
        yield* followEvents(parts, { prepared, variables, requestId: request.requestId }, readViewer, signal);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        yield refusalBody(error);
      }
    },
  };
}

function refusalBody(error: RequestError): string {
  const errors = error.errors.map(({ message, locations, extensions }) => ({
    message,
    ...(locations === undefined ? {} : { locations }),
    extensions: { ...extensions, code: extensions["code"] ?? "BAD_USER_INPUT" },
  }));
  return JSON.stringify({ errors });
}
