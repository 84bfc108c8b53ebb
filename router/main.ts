import { listen, urlOf } from "../subgraphs/shared/listen.ts";
import type { CursorSealing } from "../subgraphs/shared/sealed-cursors.ts";
import type { Recorder } from "./answer/access-record.ts";
import { measureCalls, reportFailures } from "./departments/observed-transport.ts";
import { defaultResilience, type ResilienceOptions, withResilience } from "./departments/resilience.ts";
import type { Transport } from "./departments/transport.ts";
import { type AdmissionOptions, createAdmission, defaultAdmission } from "./http/admission.ts";
import { isFromThisHost } from "./http/caller.ts";
import { type ClientLimits, defaultClientLimits } from "./http/client-limits.ts";
import { createCrossOrigin } from "./http/cross-origin.ts";
import { createDrain } from "./http/drain.ts";
import { createHolds } from "./http/holds.ts";
import { serveMetrics } from "./http/metrics-server.ts";
import type { Pages } from "./http/pages.ts";
import { createPublishedOperations, type PublishedOperations } from "./http/published-operations.ts";
import { CHECK_EVERY_MS, logReadiness, needsOfRouter, watchReadiness } from "./http/readiness.ts";
import { createHttpServer } from "./http/server.ts";
import type { SignIn } from "./http/sign-in.ts";
import { reportTurnedAway } from "./http/turned-away.ts";
import { openLiveSupergraph } from "./live-supergraph.ts";
import { defaultLimits, type Limits } from "./operation/limits.ts";
import { planPublished, reportPlannerEnds } from "./plan-ahead.ts";
import { openPlanner, type PlannerSettings } from "./plan/planner.ts";
import { refusePeople, refuseUnsafe } from "./supergraph/refuse-unsafe.ts";
import type { Log } from "./telemetry/logger.ts";
import { createMetrics, type Metrics } from "./telemetry/metrics.ts";
import { type Tracer, tracingOff } from "./telemetry/tracer.ts";
import { createPurposeLookups, PURPOSES_KEPT_MS } from "./viewer/purposes.ts";
import type { TokenReader } from "./viewer/token.ts";
import { allPermittedReader } from "./viewer/without-permissions.ts";

export interface RouterOptions {
  /** The composed supergraph, as text. */
  readonly supergraph: string;
  readonly transports: ReadonlyMap<string, Transport>;
  readonly recorder: Recorder;
  /** Seals cursors. Left out, they are good for this process alone. */
  readonly sealing?: CursorSealing;
  readonly tokens: TokenReader;
  /** Public keys of the hub's own issuer. */
  readonly jwks: object;
  /** Left out, there is nothing below /auth/. */
  readonly signIn?: SignIn;
  /** How many proxies of ours stand before the hub, for limits by address. */
  readonly proxies?: number;
  readonly logger: Log;
  readonly host: string;
  readonly port: number;
  readonly resilience?: ResilienceOptions;
  readonly admission?: AdmissionOptions;
  readonly limits?: Limits;
  readonly clientLimits?: ClientLimits;
  /** Origins of other sites whose pages may ask. Left out, none. */
  readonly allowedOrigins?: readonly string[];
  /** Left out, clients write their own documents. */
  readonly documents?: PublishedOperations;
  /** What roles may do: published operations are planned for them before anybody asks. */
  readonly audiences?: readonly ReadonlySet<string>[];
  readonly planner?: Partial<PlannerSettings>;
  /** Throws when a supergraph must not take the place of another while the router runs. */
  readonly refuseReload?: (before: string, after: string) => void;
  /** Left out, browsers find nothing here. */
  readonly pages?: Pages;
  /** Given where other parts of the process count as well. */
  readonly metrics?: Metrics;
  /** A listener of their own for metrics. Left out, this machine alone may read them, at the public port. */
  readonly metricsAt?: { readonly host: string; readonly port: number } | null;
  readonly tracer?: Tracer;
  readonly checkRecordEveryMs?: number;
  /** How long what purposes name is believed before it is looked up again. */
  readonly purposesKeptMs?: number;
}

export interface RunningRouter {
  readonly url: string;
  /** Where metrics have a listener of their own; null where they have none. */
  readonly metricsUrl: string | null;
  /** Exchanges the supergraph while running. False: it was refused and logged, and the last good one stays. */
  readonly reload: (supergraph: string) => Promise<boolean>;
  /** Takes no new requests, finishes those under way, and stops. */
  close(): Promise<void>;
}

export { listen, ListenError, urlOf } from "../subgraphs/shared/listen.ts";

/** Connects the parts and listens. Nothing listens when a part does not fit. */
export async function startRouter(options: RouterOptions): Promise<RunningRouter> {
  const { recorder, tokens, jwks, logger, limits = defaultLimits } = options;
  const { metrics = createMetrics(), metricsAt = null, tracer = tracingOff } = options;
  const transports = new Map(
    [...options.transports].map(([department, transport]) => {
      const calls = metrics.callsOf(department);
      const measured = measureCalls(department, transport, calls);
      const guarded = withResilience(measured, options.resilience ?? defaultResilience);
      metrics.watchCircuit(department, guarded.isOpen);
      return [department, reportFailures(department, guarded, calls, logger)] as const;
    }),
  );
  const { counters } = metrics;
  const sealed = options.sealing === undefined ? {} : { sealing: options.sealing };
  const isOpen = tokens === allPermittedReader;
  const documents = options.documents ?? createPublishedOperations(new Map(), "any");
  const live = await openLiveSupergraph(
    options.supergraph,
    { transports, recorder, limits, counters, ...sealed },
    (sdl) => openPlanner(sdl, documents.published.size > 0, reportPlannerEnds(counters, logger), options.planner),
    ({ text, written, supergraph }, current) => {
      if (isOpen) return refusePeople(supergraph);
      refuseUnsafe(written);
      if (current !== null) options.refuseReload?.(current, text);
    },
  );
  const purposes = await createPurposeLookups(transports, options.purposesKeptMs ?? PURPOSES_KEPT_MS);
  const readiness = await watchReadiness(
    needsOfRouter(recorder.health, tokens.knowsStanding),
    options.checkRecordEveryMs ?? CHECK_EVERY_MS,
    logReadiness(logger),
  );
  const admission = createAdmission(options.admission ?? defaultAdmission);
  const held = options.clientLimits ?? defaultClientLimits;
  const bodies = createHolds({
    most: held.bodies,
    mostPerAccount: held.bodiesPerAccount,
    mostPerAddress: held.bodiesPerAddress,
  });
  const streams = createHolds({
    most: held.streams,
    mostPerAccount: held.streamsPerAccount,
    mostPerAddress: held.streamsPerAddress,
  });
  const turnedAway = reportTurnedAway(counters, logger);
  metrics.watchRouter({
    bodiesAwaited: bodies.held,
    openStreams: streams.held,
    kept: () => live.answerer().kept(),
    isReady: () => !drain.isDraining() && readiness.missing().length === 0,
    tokens: tokens.counts,
  });
  const server = createHttpServer({
    answerer: live.answerer,
    tokens,
    purposes,
    jwks,
    signIn: options.signIn ?? null,
    proxies: options.proxies ?? 0,
    logger,
    metrics,
    mayReadMetrics: metricsAt === null ? isFromThisHost : () => false,
    tracer,
    readiness,
    admission,
    bodies,
    streams,
    bodyWithinMs: held.bodySeconds * 1000,
    turnedAway,
    crossOrigin: createCrossOrigin(options.allowedOrigins ?? []),
    limits,
    documents,
    pages: options.pages ?? null,
    isDraining: () => drain.isDraining(),
    drainBegins: () => drain.begins,
    onAnswer: (response) => drain.onAnswer(response),
  });
  const drain = createDrain(server);
  // First, so that the hub takes no request yet when this port can't be had.
  const metricsServer = metricsAt === null ? null : await serveMetrics(metrics, metricsAt);
  await listen(server, options.port, options.host).catch(async (error: unknown) => {
    await metricsServer?.close();
    throw error;
  });
  const { audiences = [] } = options;
  const stopping = new AbortController();
  const planAhead = () => {
    planPublished(live.answerer(), documents, audiences, logger, stopping.signal).catch((error: unknown) => {
      logger.error({ error }, "published operations not planned");
    });
  };
  // Not before whoever opened the door has heard that it is open.
  setImmediate(planAhead);
  return {
    url: urlOf(server),
    metricsUrl: metricsServer?.url ?? null,
    async reload(supergraph) {
      try {
        await live.reload(supergraph);
        planAhead();
        counters.reloads.loaded += 1;
        logger.info("supergraph loaded");
        return true;
      } catch (error) {
        counters.reloads.refused += 1;
        const reason = error instanceof Error ? error.message : "unknown";
        logger.error({ reason }, "supergraph refused; the last good one stays");
        return false;
      }
    },
    async close() {
      stopping.abort();
      await drain.close();
      live.close();
      await metricsServer?.close();
      await readiness.close();
      admission.close();
      turnedAway.close();
    },
  };
}
