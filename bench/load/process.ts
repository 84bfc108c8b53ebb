// The load comes from a process of its own, so that it never shares a processor's time slice with a contestant's.
import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { headersOf } from "../ask.ts";
import { askOnce } from "./ask-once.ts";
import type { Job, Turn } from "./job.ts";

const NOTHING: Turn = { requests: 0, sent: 0, wrong: 0, refused: 0, seconds: 0, p50: 0, p99: 0 };
const LEAD_IN_MS = 300;
const REFUSALS = new Set([429, 503]);
// A client that is turned away and comes back at once would only make it worse.
const PAUSE_MS = 100;

process.on("message", (job: Job) => {
  run(job).then(
    (turn) => process.send?.(turn),
    (error: unknown) => process.send?.({ ...NOTHING, failure: String(error) }),
  );
});
// The benchmark is gone: nobody waits for the figures.
process.on("disconnect", () => process.exit());

/** A closed loop: each connection asks again as soon as it has its answer. */
async function run({ url, asks, sizes, connections, seconds }: Job): Promise<Turn> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: 30_000, bodyTimeout: 30_000 });
  const headers = asks.map(headersOf);
  const latencies: number[] = [];
  let next = Math.floor(Math.random() * asks.length);
  let wrong = 0;
  let refused = 0;
  let sent = 0;
  const began = performance.now() + LEAD_IN_MS;
  const end = began + seconds * 1000;
  const loop = async (): Promise<void> => {
    while (performance.now() < end) {
      const at = next++ % asks.length;
      const asked = performance.now();
      const { status, size } = await askOnce(pool, pathname, headers[at] ?? {}, asks[at]?.body ?? "");
      sent += 1;
      if (REFUSALS.has(status)) {
        refused += 1;
        await sleep(PAUSE_MS);
        continue;
      }
      if (asked >= began) latencies.push(performance.now() - asked);
      if (status !== 200 || size !== sizes[at]) wrong += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  const took = (performance.now() - began) / 1000;
  await pool.close();
  const sorted = Float64Array.from(latencies).sort();
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { requests: latencies.length, sent, wrong, refused, seconds: took, p50: quantile(0.5), p99: quantile(0.99) };
}
