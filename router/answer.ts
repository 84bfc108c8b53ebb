import { executeSync, Kind, type OperationDefinitionNode } from "graphql";
import { messageOf } from "../subgraphs/shared/errors.ts";
import type { Viewer } from "../subgraphs/shared/viewer.ts";
import type { Variables } from "./conditions.ts";
import type { Authorized } from "./authorize.ts";
import { RequestError } from "./operation.ts";
import { createPreparer, type Prepared } from "./prepare.ts";
import type { WriteState } from "./write-state.ts";
import type { Recorder } from "./record.ts";
import type { AnswerError, Fields, Run, Transport } from "./run.ts";
import type { Supergraph } from "./supergraph.ts";
import { readVariables } from "./variables.ts";

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
  /** The look could not be entered in the access record, so nothing is released. */
  | { readonly kind: "unrecorded" };

/** Answers requests of viewers: plan, execute, record, release. */
export interface Answerer {
  answer(request: Request, viewer: Viewer): Promise<Outcome>;
}

export interface AnswererParts {
  readonly supergraph: Supergraph;
  readonly transports: ReadonlyMap<string, Transport>;
  readonly recorder: Recorder;
}

export function createAnswerer(parts: AnswererParts): Answerer {
  const preparer = createPreparer(parts.supergraph);
  return {
    async answer(request, viewer) {
      try {
        const prepared = preparer.prepare(request.query, request.operationName);
        const { definition } = prepared.operation;
        if (request.queriesOnly && definition.operation !== "query") return { kind: "wrong-method" };
        const variables = readVariables(parts.supergraph.schema, definition, request.variables);
        return await execute(parts, prepared, request, variables, viewer);
      } catch (error) {
        if (error instanceof RequestError) return { kind: "refused", body: refusalBody(error) };
        throw error;
      }
    },
  };
}

async function execute(
  { supergraph, transports, recorder }: AnswererParts,
  prepared: Prepared,
  request: Request,
  variables: Variables,
  viewer: Viewer,
): Promise<Outcome> {
  const variant = prepared.variantFor(viewer);
  const { authorized } = variant;
  const refusals = refusalErrors(authorized, variables);
  const introspection = introspect(supergraph, prepared.introspection, variables);
  const state: WriteState = { variables, subjects: new Set(), introspection, broken: new Set() };
  let body: string;
  if (refusals.length > 0 && prepared.operation.definition.operation !== "query") {
    // A change is refused whole: half of it might be worse than none.
    body = writeBody("null", refusals, []);
  } else {
    const run: Run = {
      data: {},
      errors: [],
      variables,
      send: (service, operation, values, entities) => {
        const transport = transports.get(service);
        if (transport === undefined) throw new Error(`no way to ${service}`);
        const { requestId } = request;
        return transport.send({ operation, variables: values, entities, viewer, request, requestId });
      },
    };
    await variant.run(run);
    const data = variant.write(run.data, state) ?? "null";
    body = writeBody(
      data,
      [...refusals, ...run.errors, ...brokenErrors(state, run.errors)],
      authorized.masked.valuesFor(variables),
    );
  }
  if (authorized.isPersonal) {
    try {
      await recorder.enter({
        requestId: request.requestId,
        viewer,
        operation: prepared.operation,
        authorized,
        variables,
        residents: state.subjects,
      });
    } catch {
      return { kind: "unrecorded" };
    }
  }
  return { kind: "answered", body };
}

/** Where something already failed, what is missing below it needs no second error. */
function brokenErrors(state: WriteState, errors: readonly AnswerError[]): AnswerError[] {
  const told = errors.map((error) => keysOf(error.path ?? []));
  return [...state.broken]
    .filter((path) => !told.some((keys) => isStartOf(keys, path) || isStartOf(path, keys)))
    .map((path) => ({
      message: "A department sent a value that does not fit the schema.",
      path,
      extensions: { code: "SUBGRAPH_UNAVAILABLE" },
    }));
}

function keysOf(path: readonly (string | number)[]): string[] {
  return path.filter((part) => typeof part === "string");
}

function isStartOf(start: readonly string[], path: readonly string[]): boolean {
  return start.every((key, at) => path[at] === key);
}

function refusalErrors(authorized: Authorized, variables: Variables): AnswerError[] {
  return authorized.refusals
    .valuesFor(variables)
    .map(({ path, code }) => ({ message: messageOf[code], path, extensions: { code } }));
}

function writeBody(data: string, errors: readonly AnswerError[], masked: readonly string[]): string {
  const errorsPart = errors.length === 0 ? "" : `,"errors":${JSON.stringify(errors)}`;
  const maskedPart = masked.length === 0 ? "" : `,"extensions":{"masked":${JSON.stringify(masked)}}`;
  return `{"data":${data}${errorsPart}${maskedPart}}`;
}

function refusalBody(error: RequestError): string {
  const errors = error.errors.map(({ message, locations, extensions }) => ({
    message,
    ...(locations === undefined ? {} : { locations }),
    extensions: { ...extensions, code: extensions["code"] ?? "BAD_USER_INPUT" },
  }));
  return JSON.stringify({ errors });
}

function introspect(supergraph: Supergraph, definition: OperationDefinitionNode | null, variables: Variables): Fields {
  if (definition === null) return {};
  const document = { kind: Kind.DOCUMENT as const, definitions: [definition] };
  const result = executeSync({ schema: supergraph.schema, document, variableValues: variables });
  return { ...result.data };
}
