import type { Prometheus } from "./prometheus.ts";

/** How a delivery of an event ended. */
export const deliveryOutcomes = ["HANDLED", "REPEATED", "FAILED", "DEAD", "AWAY"] as const;
export type DeliveryOutcome = (typeof deliveryOutcomes)[number];

/** What is left to deliver to one department. */
export interface Undelivered {
  readonly waiting: number;
  readonly dead: number;
  readonly oldestSeconds: number;
}

/** Deliveries of a process, as it last looked. */
export interface EventSource {
  readonly undelivered: ReadonlyMap<string, Undelivered>;
  readonly outcomes: Readonly<Record<DeliveryOutcome, number>>;
}

/** No label holds an event or a person. Each process of a department tells of the same list. */
export function watchEvents({ gaugeBy, totalBy }: Prometheus, source: EventSource): void {
  const each = (read: (left: Undelivered) => number) => () =>
    [...source.undelivered].map(([hearer, left]) => [hearer, read(left)] as const);
  gaugeBy(
    "hearer",
    "onedoor_events_undelivered",
    "Events that a department has not heard yet, dead ones left out",
    each(({ waiting }) => waiting),
  );
  gaugeBy(
    "hearer",
    "onedoor_events_dead",
    "Events that a department failed to handle, and that wait for an operator",
    each(({ dead }) => dead),
  );
  gaugeBy(
    "hearer",
    "onedoor_events_oldest_undelivered_seconds",
    "Age of the oldest event that a department has not heard, dead ones included",
    each(({ oldestSeconds }) => oldestSeconds),
  );
  totalBy("outcome", "onedoor_event_deliveries_total", "Tries to deliver an event, by how they ended", () =>
    Object.entries(source.outcomes),
  );
}
