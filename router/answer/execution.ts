import { executeSync, type GraphQLSchema, Kind, type OperationDefinitionNode } from "graphql";
import { v7 as timeOrderedId } from "uuid";
import { messageOf } from "../../subgraphs/shared/errors.ts";
import type { CursorSealing } from "../../subgraphs/shared/sealed-cursors.ts";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";
import type { Fields } from "../departments/fields.ts";
import type { Transport } from "../departments/transport.ts";
import { neverNullRootsOf } from "../operation/root-fields.ts";
import type { Variables } from "../operation/variables.ts";
import type { Authorized } from "../permissions/authorize.ts";
import type { AnswerError } from "../plan/answer-errors.ts";
import type { Fetch, Run } from "../plan/run.ts";
import type { Supergraph } from "../supergraph/load-supergraph.ts";
import type { Counters } from "../telemetry/counters.ts";
import { type RequestTrace, untraced } from "../telemetry/tracer.ts";
import type { Recorder } from "./access-record.ts";
import type { Prepared } from "./prepare.ts";
import type { WriteState } from "./response-gate.ts";
import { toldByRefusal, toldFields } from "./told-fields.ts";

/** What executing needs beside the request. */
export interface ExecutorParts {
  readonly supergraph: Supergraph;
  readonly transports: ReadonlyMap<string, Transport>;
  readonly recorder: Recorder;
  readonly sealing: CursorSealing;
  readonly counters: Counters;
}

/** Told the id of a look's entry in the access record, before what was seen is released. */
export type OnEntered = (recordId: string) => void;

/** One prepared operation of one viewer. */
export interface Execution {
  readonly prepared: Prepared;
  readonly requestId: string;
  readonly variables: Variables;
  readonly viewer: Viewer;
  /** Loaders are shared by the calls that carry the same key: one request, or one event. */
  readonly requestKey: object;
  /** Data that is there before any department is asked: the event of a subscription. */
  readonly event?: Fields;
  /** The answer stands in the access record already. */
  readonly isEntered?: boolean;
  readonly onEntered?: OnEntered | undefined;
  readonly trace?: RequestTrace | undefined;
}

/** An execution under way: it is run, written, entered in the access record, and only then released. */
export interface Answering {
  /** The calls there are to make. */
  readonly fetches: readonly Fetch[];
  /** Calls the departments; `onFetched` hears of each call that is over. Never rejects for what a department does. */
  run(onFetched?: (fetch: Fetch) => void): Promise<void>;
  /** The whole answer. */
  write(): Written;
  /** What there is of it while some query paths are still waited for; null as long as there is nothing. */
  writeSoFar(pending: Fetch["paths"]): Written | null;
  /** Enters the look, if whom the answers written so far show is not entered yet. False: it could not be recorded. */
  enter(): Promise<boolean>;
}

export interface Written {
  readonly body: string;
  readonly errors: readonly AnswerError[];
}

/** Finds what the viewer may have of the operation. Nothing has been asked of a department yet. */
export async function beginAnswer(
  { supergraph, transports, recorder, counters, sealing }: ExecutorParts,
  execution: Execution,
): Promise<Answering> {
  const { prepared, variables, viewer, requestId, requestKey, trace = untraced } = execution;
  const choosing = trace.startPart("variant");
  const compiledBefore = counters.variantsCompiled;
  const variant = await prepared.variantFor(viewer, variables);
  choosing.end(counters.variantsCompiled === compiledBefore ? "known" : "compiled");
  const { authorized } = variant;
  const { masked } = authorized;
  const cursors = sealing(viewer);
  const refusals = refusalErrors(authorized);
  // A change is refused whole: half of it might be worse than none. So is a stream of events.
  const isRefused = refusals.length > 0 && prepared.operation.definition.operation !== "query";
  const introspection = introspect(supergraph, prepared.introspection, variables, viewer);
  const state: WriteState = { subjects: new Set(), introspection, broken: new Set(), unplanned: new Map(), cursors };
  const data: Fields = execution.event ?? {};
  const failures: AnswerError[] = [];
  const opened = isRefused ? variables : variant.openCursors(variables, cursors);
  let told = isRefused ? toldByRefusal(authorized) : authorized;
  let entered: number | null = execution.isEntered === true || authorized.recordAs === null ? Infinity : null;

  return {
    fetches: isRefused ? [] : variant.fetches,
    async run(onFetched) {
      if (isRefused) return;
      const run: Run = {
        data,
        errors: failures,
        variables: { ...opened, ...variant.literals },
        send: (service, operation, values, entities) => {
          const transport = transports.get(service);
          if (transport === undefined) throw new Error(`no way to ${service}`);
          return transport.send({ operation, variables: values, entities, viewer, requestKey, requestId, trace });
        },
        ...(onFetched === undefined ? {} : { onFetched }),
      };
      await variant.run(run);
    },
    write() {
      if (isRefused) return { body: writeBody("null", refusals, {}), errors: refusals };
      const written = variant.write(data, state) ?? "null";
      const isNothing = written === "null";
      const known = [...failures, ...unplannedErrors(state)];
      const isExplained = isNothing && explainNothing(known, prepared.operation.definition, supergraph.schema);
      const unread = isExplained ? known : [...known, ...brokenErrors(state, known)];
      // Of a null for the whole answer, nothing was given.
      told = isNothing
        ? toldByRefusal(authorized)
        : toldFields(authorized, supergraph.schema, written, unread.map(pathOf));
      const errors = [...refusals, ...unread];
      return { body: writeBody(written, errors, { masked }), errors };
    },
    writeSoFar(pending) {
      // What is missing is on its way: nothing is broken yet.
      const written = variant.write(data, { ...state, broken: new Set() }) ?? "null";
      const unread = [...failures, ...unplannedErrors(state)];
      const errors = [...refusals, ...unread];
      // What is waited for is entered as if it came: the next part may tell it without another entry.
      told = toldFields(authorized, supergraph.schema, written, unread.map(pathOf));
      return written === "null" ? null : { body: writeBody(written, errors, { masked, pending }), errors };
    },
    async enter() {
      const kind = authorized.recordAs;
      // People are only ever added: as many as were entered are the same ones.
      if (kind === null || (entered !== null && state.subjects.size <= entered)) return true;
      entered = state.subjects.size;
      const residents = new Set(state.subjects);
      const recording = trace.startPart("record");
      // In the order of time, so that the index grows at its end only: a random place costs a page of its own.
      const recordId = timeOrderedId();
      const look = { kind, recordId, requestId, viewer, operation: prepared.operation, told, residents };
      const isRecorded = await recorder.enter(look).then(
        () => true,
        () => false,
      );
      if (isRecorded) execution.onEntered?.(recordId);
      recording.end(isRecorded ? "written" : "failed");
      if (!isRecorded) counters.unrecorded += 1;
      return isRecorded;
    },
  };
}

function unplannedErrors({ unplanned }: WriteState): AnswerError[] {
  return [...unplanned.values()].map((path) => ({
    message: "The hub's planner makes no sound plan for this field, so no department was asked for it.",
    path,
    extensions: { code: "SUBGRAPH_UNAVAILABLE" },
  }));
}

/** Where something already failed, what is missing below it needs no second error. */
function brokenErrors(state: WriteState, errors: readonly AnswerError[]): AnswerError[] {
  const told = errors.map((error) => keysOf(pathOf(error)));
  return [...state.broken]
    .filter((path) => !told.some((keys) => isStartOf(keys, path) || isStartOf(path, keys)))
    .map((path) => ({
      message: "A department sent a value that does not fit the schema.",
      path,
      extensions: { code: "SUBGRAPH_UNAVAILABLE" },
    }));
}

/** A root that may not be null takes all others with it: its own error is the reason for every one of them. */
function explainNothing(
  errors: readonly AnswerError[],
  definition: OperationDefinitionNode,
  schema: GraphQLSchema,
): boolean {
  const roots = neverNullRootsOf(definition, schema);
  return errors.map(pathOf).some(([root, ...below]) => below.length === 0 && roots.has(String(root)));
}

function pathOf({ path = [] }: AnswerError): readonly (string | number)[] {
  return path;
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

function writeBody(
  data: string,
  errors: readonly AnswerError[],
  extensions: Readonly<Record<string, readonly unknown[]>>,
): string {
  const told = Object.entries(extensions).filter(([, list]) => list.length > 0);
  const errorsPart = errors.length === 0 ? "" : `,"errors":${JSON.stringify(errors)}`;
  const extensionsPart = told.length === 0 ? "" : `,"extensions":${JSON.stringify(Object.fromEntries(told))}`;
  return `{"data":${data}${errorsPart}${extensionsPart}}`;
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

/** Runs the plan, writes the answer through the response gate, and enters the look in the access record. Null: it could not be recorded. */
export async function execute(parts: ExecutorParts, execution: Execution): Promise<string | null> {
  const answering = await beginAnswer(parts, execution);
  await answering.run();
  const { body, errors } = answering.write();
  if (!(await answering.enter())) return null;
  countErrors(errors, parts.counters);
  return body;
}

/** Once for each answer, however often parts of it were released before. */
export function countErrors(errors: readonly AnswerError[], counters: Counters): void {
  for (const { extensions, path } of errors) {
    counters.errors[extensions.code] += 1;
    if (extensions.code === "RATE_LIMITED" && path !== undefined) counters.refusedForRate += 1;
  }
}
