import fc from "fast-check";
import { Histogram, Registry } from "prom-client";
import { expect, test } from "vitest";
import { createHistogram } from "../../../router/telemetry/histogram.ts";

const BUCKETS = [0.5, 1, 2.5];
const NAME = "seconds";
const HELP = "How long it took";

test("a histogram is written as prom-client writes its own, whatever is observed", async () => {
  const observations = fc.array(
    fc.tuple(fc.constantFrom("a", 'b"\\'), fc.constantFrom(0, 0.5, 0.50001, 1, 2.5, 7, -1)),
  );
  const property = fc.asyncProperty(observations, async (all) => {
    const [ours, theirs] = [new Registry(), new Registry()];
    const reference = new Histogram({
      name: NAME,
      help: HELP,
      labelNames: ["department"],
      buckets: BUCKETS,
      registers: [theirs],
    });
    const histogram = createHistogram(ours, { name: NAME, help: HELP, buckets: BUCKETS });
    const series = new Map<string, (value: number) => void>();
    for (const department of ["a", 'b"\\']) {
      reference.zero({ department });
      series.set(department, histogram({ department }));
    }
    for (const [department, value] of all) {
      reference.observe({ department }, value);
      series.get(department)?.(value);
    }
    expect(await ours.metrics()).toBe(await theirs.metrics());
  });
  await fc.assert(property, { numRuns: 50 });
});

test("a histogram without labels has one series", async () => {
  const registry = new Registry();
  createHistogram(registry, { name: NAME, help: HELP, buckets: BUCKETS })({})(0.7);
  expect(await registry.metrics()).toContain('seconds_bucket{le="1"} 1\n');
  expect(await registry.metrics()).toContain("seconds_sum 0.7\nseconds_count 1\n");
});
