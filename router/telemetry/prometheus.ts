import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** Adds one observation to a series. */
export type Observe = (value: number) => void;

type Series = Iterable<readonly [label: string, value: number]>;

/**
 * The forms metrics of ours take. What is counted or held elsewhere is read when somebody looks; histograms bind their
 * labels once, since looking them up would cost a request more than the observation.
 */
export interface Prometheus {
  readonly registry: Registry;
  gauge(name: string, help: string, read: () => number): void;
  gaugeBy(label: string, name: string, help: string, read: () => Series): void;
  total(name: string, help: string, read: () => number): void;
  totalBy(label: string, name: string, help: string, read: () => Series): void;
  histogram(name: string, help: string, buckets: readonly number[]): Observe;
  /** Starts the series of the given labels at 0, so that alerts see it before the first event. */
  histogramBy<Label extends string>(
    labelNames: readonly Label[],
    name: string,
    help: string,
    buckets: readonly number[],
  ): (labels: Record<Label, string>) => Observe;
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
    histogram(name, help, buckets) {
      const one = new Histogram({ name, help, buckets: [...buckets], registers });
      return (value) => one.observe(value);
    },
    histogramBy(labelNames, name, help, buckets) {
      const all = new Histogram({ name, help, labelNames, buckets: [...buckets], registers });
      return (labels) => {
        all.zero(labels);
        const series = all.labels(labels);
        return (value) => series.observe(value);
      };
    },
  };
}
