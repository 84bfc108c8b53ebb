import { executeSync, Kind, type OperationDefinitionNode } from "graphql";
import { messageOf } from "../subgraphs/shared/errors.ts";
import type { Viewer } from "../subgraphs/shared/viewer.ts";
import type { Authorized } from "./authorize.ts";
import type { Variables } from "./conditions.ts";
import type { Prepared } from "./prepare.ts";
import type { Recorder } from "./record.ts";
import type { AnswerError, Fields, Run, Transport } from "./run.ts";
import type { Supergraph } from "./supergraph.ts";
import { createTallies, type Tallies } from "./tallies.ts";
import { untraced } from "./tracing.ts";
import type { RequestTrace } from "./trace.ts";
import type { WriteState } from "./write-state.ts";

/** What executing needs beside the request. */
export interface ExecutorParts {
  readonly supergraph: Supergraph;
  readonly transports: ReadonlyMap<string, Transport>;
  readonly recorder: Recorder;
  /** Left out, nobody looks at what is counted. */
  readonly tallies?: Tallies;
}

/** One prepared operation of one viewer. */
export interface Execution {
  readonly prepared: Prepared;
  readonly requestId: string;
  readonly variables: Variables;
  readonly viewer: Viewer;
  /** Loaders are shared by the calls that carry the same token object: one request, or one event. */
  readonly request: object;
  /** Data that is there before any department is asked: the event of a subscription. */
  readonly event?: Fields;
  /** The answer stands in the access record already. */
  readonly isEntered?: boolean;
  readonly trace?: RequestTrace | undefined;
}

const unseen = createTallies();

/** Runs the plan, writes the answer through the response gate, and enters the look in the access record. Null: it could not be recorded. */
export async function execute(
  { supergraph, transports, recorder, tallies = unseen }: ExecutorParts,
  execution: Execution,
): Promise<string | null> {
  const { prepared, variables, viewer, requestId, request, trace = untraced } = execution;
  const choosing = trace.startPart("variant");
  const compiledBefore = tallies.variantsCompiled;
  const variant = prepared.variantFor(viewer, variables);
  choosing.end(tallies.variantsCompiled === compiledBefore ? "known" : "compiled");
  const { authorized } = variant;
  const refusals = refusalErrors(authorized);
  const introspection = introspect(supergraph, prepared.introspection, variables, viewer);
  const state: WriteState = { subjects: new Set(), introspection, broken: new Set() };
  let body: string;
  let errors: readonly AnswerError[] = refusals;
  if (refusals.length > 0 && prepared.operation.definition.operation !== "query") {
    // A change is refused whole: half of it might be worse than none. So is a stream of events.
    body = writeBody("null", refusals, []);
  } else {
    const run: Run = {
      data: execution.event ?? {},
      errors: [],
      variables,
      send: (service, operation, values, entities) => {
        const transport = transports.get(service);
        if (transport === undefined) throw new Error(`no way to ${service}`);
        return transport.send({ operation, variables: values, entities, viewer, request, requestId, trace });
      },
    };
    await variant.run(run);
    const data = variant.write(run.data, state) ?? "null";
    errors = [...refusals, ...run.errors, ...brokenErrors(state, run.errors)];
    body = writeBody(data, errors, authorized.masked);
  }
  if (authorized.recordAs !== null && execution.isEntered !== true) {
    const kind = authorized.recordAs;
    const look = { kind, requestId, viewer, operation: prepared.operation, authorized, residents: state.subjects };
    const recording = trace.startPart("record");
    const isRecorded = await recorder.enter(look).then(
      () => true,
      () => false,
    );
    recording.end(isRecorded ? "written" : "failed");
    if (!isRecorded) {
      tallies.unrecorded += 1;
      return null;
    }
  }
  for (const { extensions } of errors) tallies.errors[extensions.code] += 1;
  return body;
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

function refusalErrors(authorized: Authorized): AnswerError[] {
  return authorized.refusals.map(({ path, code }) => ({ message: messageOf[code], path, extensions: { code } }));
}

function writeBody(data: string, errors: readonly AnswerError[], masked: readonly string[]): string {
  const errorsPart = errors.length === 0 ? "" : `,"errors":${JSON.stringify(errors)}`;
  const maskedPart = masked.length === 0 ? "" : `,"extensions":{"masked":${JSON.stringify(masked)}}`;
  return `{"data":${data}${errorsPart}${maskedPart}}`;
}

function introspect(
  { schemaFor }: Supergraph,
  definition: OperationDefinitionNode | null,
  variables: Variables,
  viewer: Viewer,
): Fields {
  if (definition === null) return {};
  const document = { kind: Kind.DOCUMENT as const, definitions: [definition] };
  const result = executeSync({ schema: schemaFor(viewer), document, variableValues: variables });
  return { ...result.data };
}
