import { Logger, run } from "graphile-worker";
import { z } from "zod";
import type { Transport } from "../../router/departments/transport.ts";
import type { DeliveryOutcome } from "../../router/telemetry/event-series.ts";
import type { Log } from "../../router/telemetry/logger.ts";
import { type Delivery, openDeliveries, type Place, type Stream } from "../../subgraphs/shared/deliveries.ts";
import { lookEvery } from "../../subgraphs/shared/look-every.ts";
import { deliveryTaskOf } from "../migrate/login.ts";
import { defaultPatience, deliverStream, type Patience } from "./deliver-stream.ts";
import { keepQueue } from "./kept-queue.ts";
import type { WatchedEvents } from "./watched-events.ts";

export interface DeliveryOptions {
  readonly department: string;
  /** Of the department's login for when nobody asks. */
  readonly url: string;
  /** The way to each hearer. */
  readonly transports: ReadonlyMap<string, Transport>;
  readonly logger: Log;
  readonly patience?: Patience;
  readonly watched?: WatchedEvents;
  readonly lookEveryMs?: number;
}

export interface RunningDelivery {
  close(): Promise<void>;
}

const STREAMS_AT_ONCE = 4;
const CONNECTIONS = 4;
const LOOK_EVERY_MS = 5_000;
/** Longer than a delivery takes over HTTP, so that nobody is taken for forgotten who is under way. */
const FORGOTTEN_AFTER_MS = 10_000;

const streamSchema = z.strictObject({ hearer: z.string(), residentId: z.string() });

/**
 * Delivers a department's events until it is closed. Jobs say at once where there is something to do; what was lost with a
 * process that was killed is found by looking for what is not delivered.
 */
export async function startDelivery(options: DeliveryOptions): Promise<RunningDelivery> {
  const { department, url, transports, logger, patience = defaultPatience } = options;
  const deliveries = openDeliveries({ department, url });
  const onTry = (delivery: Delivery, outcome: DeliveryOutcome, error: unknown): void => {
    const { hearer, eventId, name, tries } = delivery;
    const told = { department, hearer, eventId, event: name, tries, outcome, ...(error === null ? {} : { error }) };
    if (outcome === "DEAD") logger.error(told, "an event is dead for a hearer: hub events dead lists it");
    else if (outcome === "FAILED" || outcome === "AWAY") logger.warn(told, "an event was not delivered");
    options.watched?.count(outcome);
  };
  const deliver = (stream: Stream) => deliverStream({ deliveries, transports, patience, onTry }, stream);
  // Without a delay to gather them in, the package awaits no release of a job, and one that fails ends the process.
  const begin = () =>
    run({
      connectionString: url,
      concurrency: STREAMS_AT_ONCE,
      maxPoolSize: CONNECTIONS,
      noHandleSignals: true,
      parsedCronItems: [],
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      logger: workerLog(logger, department),
      taskList: { [deliveryTaskOf(department)]: async (payload) => deliver(streamSchema.parse(payload)) },
    });
  const queue = keepQueue(begin, () => logger.error({ department }, "the queue of events has ended"));
  let place: Place | null = null;
  const look = async (forMs: number): Promise<void> => {
    await queue.keep();
    const { streams, next } = await deliveries.forgotten(forMs, place);
    place = next;
    await deliveries.wakeAll(streams);
    await options.watched?.look(department, deliveries);
  };
  const onFault = (error: unknown) => logger.warn({ department, error }, "undelivered events could not be looked for");
  // Whoever ran before is gone or will find that somebody else was faster.
  await look(0).catch(onFault);
  const looking = lookEvery(options.lookEveryMs ?? LOOK_EVERY_MS, () => look(FORGOTTEN_AFTER_MS), { onFault });
  return {
    async close() {
      await looking.close();
      await queue.close();
      await deliveries.close();
    },
  };
}

/** What the package tells is for us, but for its faults. Its lines may hold payloads, so only their level is passed on. */
function workerLog(logger: Log, department: string): Logger {
  return new Logger(() => (level) => {
    if (level === "error") logger.error({ department }, "the queue of events failed");
  });
}
