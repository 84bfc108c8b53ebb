import type { Logger } from "pino";
import type { Metrics } from "./metrics.ts";
import type { Transport } from "./run.ts";

/** Measures every call to a department, and logs why one failed: the client is only told that it did. */
export function observed(department: string, transport: Transport, metrics: Metrics, logger: Logger): Transport {
  return {
    ...transport,
    async send(call) {
      const startedAt = performance.now();
      try {
        const reply = await transport.send(call);
        metrics.observeCall(department, "answered", (performance.now() - startedAt) / 1000);
        return reply;
      } catch (error) {
        metrics.observeCall(department, "failed", (performance.now() - startedAt) / 1000);
        const reason = error instanceof Error ? error.message : "unknown";
        logger.warn({ department, requestId: call.requestId, reason }, "department call failed");
        throw error;
      }
    },
  };
}
