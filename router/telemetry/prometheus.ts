import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";
import { createHistogram, type Observe } from "./histogram.ts";

type Series = Iterable<readonly [label: string, value: number]>;

/**
 * The forms metrics of ours take. What is counted or held elsewhere is read when somebody looks; histograms bind their
 * labels once.
 */
export interface Prometheus {
  readonly registry: Registry;
  gauge(name: string, help: string, read: () => number): void;
  gaugeBy(label: string, name: string, help: string, read: () => Series): void;
  total(name: string, help: string, read: () => number): void;
  totalBy(label: string, name: string, help: string, read: () => Series): void;
  histogram(name: string, help: string, buckets: readonly number[]): Observe;
  /** Starts the series of the given labels at 0, so that alerts see it before the first event. */
  histogramBy(
    name: string,
    help: string,
    buckets: readonly number[],
  ): (labels: Readonly<Record<string, string>>) => Observe;
}

export function createPrometheus(): Prometheus {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read());
        },
      });
    },
    gaugeBy(label, name, help, read) {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        collect() {
          for (const [key, value] of read()) this.set({ [label]: key }, value);
        },
      });
    },
    total(name, help, read) {
      new Counter({
        name,
        help,
        registers,
        collect() {
          this.reset();
          this.inc(read());
        },
      });
    },
    totalBy(label, name, help, read) {
      new Counter({
        name,
        help,
        labelNames: [label],
        registers,
        collect() {
          this.reset();
          for (const [key, value] of read()) this.inc({ [label]: key }, value);
        },
      });
    },
    histogram: (name, help, buckets) => createHistogram(registry, { name, help, buckets })({}),
    histogramBy: (name, help, buckets) => createHistogram(registry, { name, help, buckets }),
  };
}
