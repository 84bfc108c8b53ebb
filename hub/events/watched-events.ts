import {
  type DeliveryOutcome,
  deliveryOutcomes,
  type EventSource,
  type Undelivered,
} from "../../router/telemetry/event-series.ts";
import type { Deliveries } from "../../subgraphs/shared/deliveries.ts";

/** What the operator sees of deliveries, for all departments that this process delivers for. */
export interface WatchedEvents extends EventSource {
  readonly count: (outcome: DeliveryOutcome) => void;
  /** Looks at one department's list. */
  look(department: string, deliveries: Pick<Deliveries, "counts">): Promise<void>;
}

/** `hearers` are there from the start: an alert must see a series before there is something to tell. */
export function watchedEvents(hearers: readonly string[]): WatchedEvents {
  const outcomes = Object.fromEntries(deliveryOutcomes.map((outcome) => [outcome, 0])) as Record<
    DeliveryOutcome,
    number
  >;
  const byDepartment = new Map<string, ReadonlyMap<string, Undelivered>>();
  const undelivered = new Map<string, Undelivered>();
  const nothing = { waiting: 0, dead: 0, oldestSeconds: 0 };
  for (const hearer of hearers) undelivered.set(hearer, nothing);
  return {
    outcomes,
    undelivered,
    count(outcome) {
      outcomes[outcome] += 1;
    },
    async look(department, deliveries) {
      const counts = await deliveries.counts();
      byDepartment.set(department, new Map(counts.map(({ hearer, ...count }) => [hearer, count])));
      for (const hearer of hearers) {
        const of = [...byDepartment.values()].map((lists) => lists.get(hearer) ?? nothing);
        undelivered.set(hearer, {
          waiting: of.reduce((sum, { waiting }) => sum + waiting, 0),
          dead: of.reduce((sum, { dead }) => sum + dead, 0),
          oldestSeconds: Math.max(0, ...of.map(({ oldestSeconds }) => oldestSeconds)),
        });
      }
    },
  };
}
