// What it costs that operations are planned in a process of its own (docs/adr/0052): every published operation is planned
// there and in this process, in turn, by the same call of the planner. The difference is the way there and back.
// Run it with `npx tsx bench/inside/way-to-the-planner.ts [rounds]`.
import { QueryPlanner } from "@graphql-hive/router-query-planner";
import { loadConfig } from "../../hub/config/load-config.ts";
import { openPublishedOperations } from "../../hub/published-operations.ts";
import { readRootFile } from "../../hub/installed-files.ts";
import { defaultLimits } from "../../router/operation/limits.ts";
import type { Planner } from "../../router/plan/planner.ts";
import { startPlannerChild } from "../../router/plan/planner-child.ts";
import { createPreparer } from "../../router/answer/prepare.ts";
import { loadSupergraph } from "../../router/supergraph/load-supergraph.ts";
import { allPermittedReader } from "../../router/viewer/without-permissions.ts";
import { createCounters } from "../../router/telemetry/counters.ts";

const ROLLED_OUT = 99.999;
const WARM_UP = 20;
const rounds = Number(process.argv[2] ?? 300);

const sdl = readRootFile("schema/supergraph.graphql");
const here = new QueryPlanner(sdl);
const planHere = (operations: readonly string[]) =>
  Promise.all(operations.map((text) => here.planAsync(text, undefined, new Set(), ROLLED_OUT)));
const child = await startPlannerChild(sdl, {
  program: new URL("../../router/plan/planner-process.mjs", import.meta.url),
  timeoutMs: 5_000,
  startTimeoutMs: 30_000,
});

/** As the router writes published operations for the planner, everything being permitted. */
async function questions(): Promise<(readonly string[])[]> {
  const asked: (readonly string[])[] = [];
  const planner: Planner = {
    async plan({ operations }) {
      asked.push(operations);
      return planHere(operations);
    },
  };
  const preparer = createPreparer(loadSupergraph(sdl), planner, defaultLimits, createCounters());
  const { grants, fieldKey } = await allPermittedReader.read("", []);
  for (const text of openPublishedOperations(loadConfig()).published.values()) {
    await preparer.prepare({ text, operationName: null, circle: null }).variantFor({ grants, fieldKey }, {});
  }
  return asked;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const shown = (ms: number) => ms.toFixed(3).padStart(8);
const ways: number[] = [];
const sizes: number[] = [];
console.log("bytes back     here    there  the way (medians, ms)");
for (const operations of await questions()) {
  const [near, far]: [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const [a, b] = [await timed(() => planHere(operations)), await timed(() => child.plan(operations))];
    if (round >= 0) {
      near.push(a);
      far.push(b);
    }
  }
  const way = median(far) - median(near);
  const bytes = JSON.stringify(await child.plan(operations)).length;
  ways.push(way);
  sizes.push(bytes);
  console.log(`${String(bytes).padStart(10)} ${shown(median(near))} ${shown(median(far))} ${shown(way)}`);
}
const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
console.log(
  `${ways.length} operations, ${least}-${most} bytes: ${shown(median(ways))} ms in the middle, ${shown(Math.max(...ways))} at most`,
);
child.end();
