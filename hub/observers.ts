import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { RecordObserver } from "../router/answer/access-record.ts";
import { createLogger, type Log } from "../router/telemetry/logger.ts";
import { createMetrics, type Metrics } from "../router/telemetry/metrics.ts";
import { openTracer } from "../router/telemetry/open-tracer.ts";
import { type Tracer, tracingOff } from "../router/telemetry/tracer.ts";
import type { OnFault } from "../subgraphs/shared/faults.ts";
import { misroutedAnswers } from "../subgraphs/shared/postgres/ticket.ts";
import { readRequestId } from "../subgraphs/shared/request-id.ts";
import type { ServeObservers } from "../subgraphs/shared/serve-alone.ts";
import type { Config } from "./config/config.ts";

/** What an operator sees of one process. */
export interface Observers {
  readonly logger: Log;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  close(): Promise<void>;
}

/** Opens log, metrics and traces of a process; `part` is what it runs. */
export async function openObservers(config: Config, part: string): Promise<Observers> {
  const logger = createLogger(config.logLevel);
  const tracing = config.tracing && {
    endpoint: config.tracing.endpoint,
    serviceName: config.tracing.serviceName ?? part,
    onFault: () => logger.warn("traces could not be delivered"),
  };
  const tracer = await openTracer(tracing);
  const metrics = createMetrics();
  const watched = watchMisroutedAnswers(metrics, logger);
  return {
    logger,
    metrics,
    tracer,
    close: () => {
      watched();
      return tracer.close();
    },
  };
}

/** Enters a department's own failures in the log, the only place that shows them. */
export function logFaults(logger: Log): OnFault {
  return ({ department, requestId, error }) => logger.error({ department, requestId, error }, "department failed");
}

/** Counts groups of records, and logs why one was not written. */
export function observeRecord(metrics: Metrics, logger: Log): RecordObserver {
  return {
    ...metrics.recording,
    onFault: (error, looks) => logger.error({ looks, error }, "access record not written"),
  };
}

/** Counts and logs answers of a database that came to another statement than their own. The reading goes on until it is ended. */
export function watchMisroutedAnswers({ counters }: Metrics, logger: Log): () => void {
  const tell = (message: unknown): void => {
    counters.misrouted += 1;
    logger.error(message, "an answer of the database belongs to another statement: refused, and the connection closed");
  };
  subscribe(misroutedAnswers.name, tell);
  return () => void unsubscribe(misroutedAnswers.name, tell);
}

/** Goes on with the router's trace in the process of a department. */
export function traceRequests(tracer: Tracer): Pick<ServeObservers, "onRequest"> {
  if (tracer === tracingOff) return {};
  return {
    onRequest(request, response) {
      const trace = tracer.startRequest(request, readRequestId(request.headers["x-request-id"]) ?? "");
      response.once("close", () => trace.end(response.writableFinished ? "answered" : "gone", response.statusCode));
    },
  };
}
