import { subscribe } from "node:diagnostics_channel";
import type { PooledDatabase } from "../../subgraphs/shared/database.ts";
import { ONE_HAND, oneHandActs } from "../../subgraphs/shared/one-hand.ts";
import { createCounters, type Counters } from "./counters.ts";
import { type EventSource, watchEvents } from "./event-series.ts";
import type { Observe } from "./histogram.ts";
import { createPrometheus, type Prometheus } from "./prometheus.ts";

const OUTCOMES = [
  "answered",
  "refused",
  "wrong-method",
  "needs-stream",
  "unrecorded",
  "failed",
  // Its client left before all of it had arrived.
  "gone",
] as const;

/** How a request ended. */
export type RequestOutcome = (typeof OUTCOMES)[number];

/** The calls of one department. */
export interface CallMetrics {
  readonly answered: Observe;
  readonly failed: Observe;
  /** Not made at all: the department is left alone, or too many calls wait for it. */
  rejected(): void;
}

/** What the router holds, asked when somebody looks. */
export interface RouterSources {
  readonly bodiesAwaited: () => number;
  readonly openStreams: () => number;
  readonly kept: () => { readonly documents: number; readonly variants: number };
  readonly isReady: () => boolean;
  readonly tokens: Readonly<Record<"verified" | "refused" | "known", number>> | undefined;
}

export type PoolSource = Pick<PooledDatabase, "poolSize" | "readsUnderWay">;

/** How far the access record is sealed. */
export interface SealerSource {
  /** When the log was last sealed up to its end, in milliseconds of Unix time. */
  readonly sealedAt: number;
  readonly unsealed: number;
  readonly faults: Readonly<Record<string, number>>;
}

/** What the operator sees at /metrics. No label holds a person, an account, a scope or a document. */
export interface Metrics {
  readonly counters: Counters;
  readonly recording: { onGroup(size: number, seconds: number, isWritten: boolean): void };
  observeRequest(outcome: RequestOutcome, seconds: number): void;
  callsOf(department: string): CallMetrics;
  watchCircuit(department: string, isOpen: () => boolean): void;
  watchPool(department: string, pool: PoolSource): void;
  /** Records of a system elsewhere, or lines of a file, that were not as agreed. */
  countRefusedRecords(source: string, records: number): void;
  watchRouter(sources: RouterSources): void;
  watchSealer(sealer: SealerSource): void;
  watchEvents(source: EventSource): void;
  readonly contentType: string;
  text(): Promise<string>;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const GROUP_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024];

export function createMetrics(): Metrics {
  const prometheus = createPrometheus();
  const counters = createCounters();
  const requests = prometheus.histogramBy(
    "onedoor_request_duration_seconds",
    "GraphQL requests, by how they ended; streams of events are not among them",
    SECONDS,
  );
  const requestsBy = new Map(OUTCOMES.map((outcome) => [outcome, requests({ outcome })]));
  countAnswers(prometheus, counters);
  return {
    counters,
    recording: recordSeries(prometheus),
    observeRequest: (outcome, seconds) => requestsBy.get(outcome)?.(seconds),
    ...callSeries(prometheus),
    watchPool: poolSeries(prometheus),
    countRefusedRecords: refusalSeries(prometheus),
    watchRouter: (sources) => watchRouter(prometheus, sources),
    watchSealer: (sealer) => watchSealer(prometheus, sealer),
    watchEvents: (source) => watchEvents(prometheus, source),
    contentType: prometheus.registry.contentType,
    text: () => prometheus.registry.metrics(),
  };
}

function countAnswers({ total, totalBy, gauge }: Prometheus, counters: Counters): void {
  gauge(
    "onedoor_requests_under_way",
    "GraphQL requests open now, those whose body is waited for and streams included",
    () => counters.openRequests,
  );
  total("onedoor_requests_shed_total", "Requests turned away because the hub could not keep up", () => counters.shed);
  total(
    "onedoor_lookups_refused_total",
    "Fields a department refused because an account asked too often, such as identity numbers that are not there",
    () => counters.refusedForRate,
  );
  totalBy("code", "onedoor_errors_total", "Errors told to clients, by code", () => Object.entries(counters.errors));
  total(
    "onedoor_answers_unrecorded_total",
    "Answers withheld because the look could not be entered in the access record",
    () => counters.unrecorded,
  );
  total(
    "onedoor_database_answers_misrouted_total",
    "Answers of a database that belonged to another statement, and were refused",
    () => counters.misrouted,
  );
  totalBy(
    "result",
    "onedoor_document_lookups_total",
    "Documents known from before, or checked for the first time",
    () => [
      ["known", counters.documentsKnown],
      ["prepared", counters.documentsPrepared],
    ],
  );
  total(
    "onedoor_variants_compiled_total",
    "Operations planned and compiled for one more set of permissions",
    () => counters.variantsCompiled,
  );
  total(
    "onedoor_plans_made_total",
    "Plans made; operations of the same shape are answered by one plan",
    () => counters.plansMade,
  );
  totalBy(
    "operations",
    "onedoor_planner_ends_total",
    "Times a planner's process ended or was ended because it took too long, by whose operations it planned",
    () => Object.entries(counters.plannerEnds),
  );
  totalBy("outcome", "onedoor_supergraph_reloads_total", "Supergraphs taken, or refused for the last good one", () =>
    Object.entries(counters.reloads),
  );
  totalBy("outcome", "onedoor_sign_in_calls_total", "Calls of sign-in, by how they ended", () =>
    Object.entries(counters.signIns),
  );
  const refused = new Map<string, number>(oneHandActs.map((act) => [act, 0]));
  subscribe(ONE_HAND, (message) => {
    const { act } = message as { act: string };
    refused.set(act, (refused.get(act) ?? 0) + 1);
  });
  totalBy(
    "act",
    "onedoor_one_hand_refusals_total",
    "Acts of two persons refused because one administrator may be both, by act",
    () => refused,
  );
}

function recordSeries({ histogram, histogramBy }: Prometheus): Metrics["recording"] {
  const sizes = histogram(
    "onedoor_access_record_group_size",
    "Looks entered in the access record together",
    GROUP_SIZES,
  );
  const writes = histogramBy(
    "onedoor_access_record_write_duration_seconds",
    "Entering one group of looks in the access record",
    SECONDS,
  );
  const [written, failed] = [writes({ outcome: "written" }), writes({ outcome: "failed" })];
  return {
    onGroup(size, seconds, isWritten) {
      sizes(size);
      (isWritten ? written : failed)(seconds);
    },
  };
}

function callSeries({ gaugeBy, totalBy, histogramBy }: Prometheus): Pick<Metrics, "callsOf" | "watchCircuit"> {
  const rejections = new Map<string, number>();
  const circuits = new Map<string, () => boolean>();
  const calls = histogramBy(
    "onedoor_department_call_duration_seconds",
    "Calls to departments, each try by itself, by how they ended",
    SECONDS,
  );
  totalBy(
    "department",
    "onedoor_department_calls_rejected_total",
    "Calls not made: the department is left alone, or too many wait for it",
    () => rejections,
  );
  gaugeBy(
    "department",
    "onedoor_department_circuit_open",
    "1 while a department is left alone after failures in a row",
    () => [...circuits].map(([department, isOpen]) => [department, isOpen() ? 1 : 0]),
  );
  return {
    callsOf(department) {
      rejections.set(department, 0);
      return {
        answered: calls({ department, outcome: "answered" }),
        failed: calls({ department, outcome: "failed" }),
        rejected: () => rejections.set(department, (rejections.get(department) ?? 0) + 1),
      };
    },
    watchCircuit: (department, isOpen) => circuits.set(department, isOpen),
  };
}

function poolSeries({ gaugeBy }: Prometheus): Metrics["watchPool"] {
  const pools = new Map<string, PoolSource>();
  const each = (read: (pool: PoolSource) => number) => () =>
    [...pools].map(([department, pool]) => [department, read(pool)] as const);
  gaugeBy(
    "department",
    "onedoor_database_pool_connections",
    "The most connections of a department's pool",
    each(({ poolSize }) => poolSize),
  );
  gaugeBy(
    "department",
    "onedoor_database_reads_under_way",
    "Reads of a department that are sent or wait for a connection",
    each(({ readsUnderWay }) => readsUnderWay()),
  );
  return (department, pool) => pools.set(department, pool);
}

function refusalSeries({ totalBy }: Prometheus): Metrics["countRefusedRecords"] {
  const refused = new Map<string, number>();
  totalBy(
    "source",
    "onedoor_source_records_refused_total",
    "Records of systems elsewhere, and lines of their files, that could not be read",
    () => refused,
  );
  return (source, records) => refused.set(source, (refused.get(source) ?? 0) + records);
}

function watchRouter({ gauge, totalBy }: Prometheus, sources: RouterSources): void {
  const { bodiesAwaited, openStreams, kept, isReady, tokens } = sources;
  gauge("onedoor_bodies_awaited", "Requests whose body has not arrived yet", bodiesAwaited);
  gauge("onedoor_event_streams_open", "Streams of events open now", openStreams);
  gauge("onedoor_prepared_documents", "Checked documents kept ready", () => kept().documents);
  gauge("onedoor_compiled_variants", "Compiled operations kept ready", () => kept().variants);
  gauge("onedoor_ready", "1 while /health/ready answers 200", () => (isReady() ? 1 : 0));
  totalBy("result", "onedoor_tokens_total", "Tokens verified, refused, or known from before", () =>
    Object.entries(tokens ?? {}),
  );
}

function watchSealer({ gauge, totalBy }: Prometheus, sealer: SealerSource): void {
  gauge("onedoor_access_records_unsealed", "Entries of the access record without a seal", () => sealer.unsealed);
  gauge(
    "onedoor_seal_age_seconds",
    "Time since the access record was last sealed up to its end",
    () => (Date.now() - sealer.sealedAt) / 1000,
  );
  totalBy(
    "step",
    "onedoor_seal_faults_total",
    "Times the access record could not be sealed, or a seal not anchored",
    () => Object.entries(sealer.faults),
  );
}
