import type { Transaction } from "./transaction.ts";

/** An event of another department, as it is delivered. */
export interface HeardEvent<Payload = EventPayload> {
  /** Ordered by time; the same at each delivery. */
  readonly id: string;
  /** The department that tells it. */
  readonly from: string;
  readonly name: string;
  readonly version: number;
  /** Whom it is about; null for what is about nobody. */
  readonly residentId: string | null;
  /** Where that person is registered once it stands. */
  readonly areaCode: string;
  readonly payload: Payload;
  readonly appendedAt: string;
}

export type EventPayload = Readonly<Record<string, string | number | boolean | null>>;

/** What a department does when it hears one event. */
export interface Handler {
  readonly from: string;
  readonly event: string;
  readonly version: number;
  readonly handle: (transaction: Transaction, event: HeardEvent) => Promise<void>;
}

/**
 * Says what to do when another department tells something: `hear("population", "ResidentMoved", 1, async (transaction, event)
 * => …)`. The work runs in one transaction of the department's own database, which sees and changes the rows of
 * `event.residentId` alone, and with the entry in the inbox: however often an event is delivered, it is done once. What it
 * throws leaves nothing, and the event comes again; so it throws nothing for what it can do without.
 */
export function hear<Payload extends EventPayload = EventPayload>(
  from: string,
  event: string,
  version: number,
  handle: (transaction: Transaction, event: HeardEvent<Payload>) => Promise<void>,
): Handler {
  // events.graphql says what the payload is, and the giver refuses to append any other.
  return { from, event, version, handle: handle as Handler["handle"] };
}

/** How a handler is named, in the inbox and to operators. */
export function handlerName({ from, event, version }: Omit<Handler, "handle">): string {
  return `${from}/${event}@${version}`;
}
