import { BrokenCircuitError, BulkheadRejectedError } from "cockatiel";
import type { Log } from "../telemetry/logger.ts";
import type { CallMetrics } from "../telemetry/metrics.ts";
import { untraced } from "../telemetry/tracer.ts";
import type { DepartmentCall, Transport } from "./transport.ts";

/** Measures and traces each try to call a department. */
export function measureCalls(department: string, transport: Transport, metrics: CallMetrics): Transport {
  return {
    ...transport,
    async send(call) {
      const part = (call.trace ?? untraced).startCall(department, () => entitiesIn(call));
      const startedAt = performance.now();
      try {
        const reply = await transport.send(
          part.traceparent === null ? call : { ...call, traceparent: part.traceparent },
        );
        metrics.answered((performance.now() - startedAt) / 1000);
        part.end("answered");
        return reply;
      } catch (error) {
        metrics.failed((performance.now() - startedAt) / 1000);
        part.end("failed");
        throw error;
      }
    },
  };
}

function entitiesIn({ entities = [], variables }: DepartmentCall): number {
  const sizes = entities.map(({ variable }) => {
    const list = variables[variable];
    return Array.isArray(list) ? list.length : 0;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Logs once, after the last try, why a department's fields are missing: the client is only told that they are. */
export function reportFailures(department: string, transport: Transport, metrics: CallMetrics, logger: Log): Transport {
  const { subscribe } = transport;
  const report = (requestId: string, error: unknown): never => {
    if (isRejection(error)) metrics.rejected();
    logger.warn({ department, requestId, error }, "department call failed");
    throw error;
  };
  return {
    // Nothing is awaited on the way of an answer that comes.
    send: (call) => transport.send(call).catch((error: unknown) => report(call.requestId, error)),
    ...(subscribe === undefined
      ? {}
      : {
          async *subscribe(call, signal) {
            try {
              yield* subscribe(call, signal);
            } catch (error) {
              if (signal.aborted) throw error;
              report(call.requestId, error);
            }
          },
        }),
  };
}

function isRejection(error: unknown): boolean {
  return error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError;
}
