import { counter, type CounterForm } from "./counter.ts";
import { gateways, routerAlone } from "./routers.ts";
import type { Workload } from "./workload.ts";

const form = { manyClerks: true, onePurpose: false };

/** Everything that has a table in the results, in its order there. */
export const allWorkloads: readonly Workload[] = [
  counter({ ...form, question: "flagship" }),
  counter({ ...form, question: "flagship", manyClerks: false }),
  counter({ ...form, question: "list" }),
  counter({ ...form, question: "list", manyClerks: false }),
  routerAlone,
  gateways,
];

/** The workloads by the names they are asked for with, the counter's in the form given. */
export function workloadsByName(counterForm: CounterForm): ReadonlyMap<string, Workload> {
  return new Map([
    ["counter", counter(counterForm)],
    ["router-alone", routerAlone],
    ["gateways", gateways],
  ]);
}
