import type { Transport } from "../../router/departments/transport.ts";
import type { DeliveryOutcome } from "../../router/telemetry/event-series.ts";
import type { Deliveries, Delivery, Settlement, Stream } from "../../subgraphs/shared/deliveries.ts";
import type { Heard } from "../../subgraphs/shared/hearing.ts";

/** How patient to be with a hearer. */
export interface Patience {
  /** How often a handler may fail before its event is dead. */
  readonly tries: number;
  /** The wait after the first failure; each further one is twice as long. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export const defaultPatience: Patience = { tries: 8, firstMs: 1_000, longestMs: 60_000 };

export interface DeliverParts {
  readonly deliveries: Deliveries;
  readonly transports: ReadonlyMap<string, Transport>;
  readonly patience: Patience;
  /** Hears of each try. */
  readonly onTry: (delivery: Delivery, outcome: DeliveryOutcome, error: unknown) => void;
}

/**
 * Delivers what one hearer has not heard about one resident, oldest first, and none before the hearer has said that the one
 * before is done. Ends at the first that fails, and at one that is dead: what comes after it waits.
 */
export async function deliverStream(parts: DeliverParts, stream: Stream): Promise<void> {
  const { deliveries } = parts;
  for (;;) {
    const delivery = await deliveries.oldest(stream);
    if (delivery === undefined || delivery.state === "DEAD") return;
    const waitMs = await tryOnce(parts, delivery);
    if (waitMs === null) continue;
    if (waitMs > 0) await deliveries.wake(stream, waitMs);
    return;
  }
}

/** Gives how long to wait for the next try; null where the event is settled, 0 where there is none. */
async function tryOnce(parts: DeliverParts, delivery: Delivery): Promise<number | null> {
  const { deliveries, patience, onTry } = parts;
  let heard: Heard | null = null;
  let error: unknown = null;
  try {
    heard = await send(parts, delivery);
  } catch (thrown) {
    error = thrown;
  }
  const settlement = settlementOf(heard, delivery, patience);
  // A process that is killed here sends it again, and the hearer says that it was repeated.
  const isOurs = await deliveries.settle(delivery, settlement);
  if (!isOurs) return null;
  onTry(delivery, outcomeOf(heard, settlement), error);
  return settlement.state === "HEARD" ? null : (settlement.waitMs ?? 0);
}

async function send({ deliveries, transports }: DeliverParts, delivery: Delivery): Promise<Heard> {
  const event = await deliveries.eventOf(delivery);
  if (event === undefined) throw new Error("an event is to be delivered that the outbox does not hold");
  const { deliver } = transports.get(delivery.hearer) ?? {};
  if (deliver === undefined) throw new Error("there is no way to a hearer");
  return deliver(event);
}

function settlementOf(heard: Heard | null, { tries, appendedAt }: Delivery, patience: Patience): Settlement {
  if (heard === "HANDLED" || heard === "REPEATED") return { state: "HEARD", tries, waitMs: null };
  const { firstMs, longestMs } = patience;
  if (heard !== "FAILED") {
    // Not the event's doing, so it is no try: it waits as long again as it has waited already.
    const ageMs = Date.now() - Date.parse(appendedAt);
    return { state: "WAITING", tries, waitMs: Math.min(longestMs, Math.max(firstMs, ageMs)) };
  }
  const waitMs = Math.min(longestMs, firstMs * 2 ** tries);
  const isLast = tries + 1 >= patience.tries;
  return { state: isLast ? "DEAD" : "WAITING", tries: tries + 1, waitMs: isLast ? null : waitMs };
}

/** `AWAY`: the hearer could not be reached, or has no such handler yet. `DEAD`: it failed for the last time. */
function outcomeOf(heard: Heard | null, { state }: Settlement): DeliveryOutcome {
  if (state === "DEAD") return "DEAD";
  return heard === null || heard === "UNKNOWN" ? "AWAY" : heard;
}
