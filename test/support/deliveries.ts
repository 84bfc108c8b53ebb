import pino from "pino";
import type { Log } from "../../router/telemetry/logger.ts";
import type { Patience } from "../../hub/events/deliver-stream.ts";
import { type RunningDelivery, startDelivery } from "../../hub/events/start-delivery.ts";
import type { TestHub } from "./hub.ts";

/** Waits are short, so that tests need not be long. */
export const HASTY: Patience = { tries: 3, firstMs: 20, longestMs: 100 };

/** Delivers Population's events at a hub as a start does it. */
export function deliverEvents(hub: TestHub, logger: Log = pino({ level: "silent" })): Promise<RunningDelivery> {
  return startDelivery({
    department: "population",
    url: hub.urlFor("population-system"),
    transports: hub.transports,
    logger,
    patience: HASTY,
    lookEveryMs: 100,
  });
}
