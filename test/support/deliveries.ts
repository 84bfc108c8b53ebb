import pino from "pino";
import type { Transport } from "../../router/departments/transport.ts";
import type { Patience } from "../../hub/events/deliver-stream.ts";
import { type RunningDelivery, startDelivery } from "../../hub/events/start-delivery.ts";
import type { TestHub } from "./hub.ts";

/** Waits are short, so that tests need not be long. */
export const HASTY: Patience = { tries: 3, firstMs: 20, longestMs: 100 };

/** Delivers Population's events at a hub as a start does it; the way to some hearers may be another. */
export function deliverEvents(
  hub: TestHub,
  others: Readonly<Record<string, Transport>> = {},
): Promise<RunningDelivery> {
  return startDelivery({
    department: "population",
    url: hub.urlFor("population-system"),
    transports: new Map([...hub.transports, ...Object.entries(others)]),
    logger: pino({ level: "silent" }),
    patience: HASTY,
    lookEveryMs: 100,
  });
}
