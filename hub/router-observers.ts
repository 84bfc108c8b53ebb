import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { OnFault } from "../subgraphs/shared/faults.ts";
import { misroutedAnswers } from "../subgraphs/shared/postgres/ticket.ts";
import type { Need } from "../subgraphs/shared/readiness.ts";
import { readRequestId } from "../subgraphs/shared/request-id.ts";
import type { ServeObservers } from "../subgraphs/shared/serve-alone.ts";
import type { Log } from "../router/telemetry/logger.ts";
import type { Metrics } from "../router/telemetry/metrics.ts";
import type { RecordObserver } from "../router/answer/access-record.ts";
import { tracingOff } from "../router/telemetry/open-tracer.ts";
import type { Tracer } from "../router/telemetry/tracer.ts";

/** Enters a department's own failures in the log: nobody else is told of them. */
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
export function watchMisroutedAnswers({ tallies }: Metrics, logger: Log): () => void {
  const tell = (message: unknown): void => {
    tallies.misrouted += 1;
    logger.error(message, "an answer of the database belongs to another statement: refused, and the connection closed");
  };
  subscribe(misroutedAnswers.name, tell);
  return () => void unsubscribe(misroutedAnswers.name, tell);
}

/** Says in the log when requests should no longer be sent here, and when they may be again. */
export function logReadiness(logger: Log): (missing: readonly Need[]) => void {
  return (missing) => {
    if (missing.length > 0) logger.warn({ missing }, "not ready: no requests should be sent here");
    else logger.info("ready again");
  };
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
