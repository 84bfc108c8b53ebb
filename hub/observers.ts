import type { Config } from "./config/config.ts";
import { createLogger, type Log } from "../router/telemetry/logger.ts";
import { createMetrics, type Metrics } from "../router/telemetry/metrics.ts";
import { watchMisroutedAnswers } from "./router-observers.ts";
import { openTracer } from "../router/telemetry/open-tracer.ts";
import type { Tracer } from "../router/telemetry/tracer.ts";

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
