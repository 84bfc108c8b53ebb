import { ratioOf, type Results } from "./figures.ts";

/** One thing the hub promises (design, section 7), and whether it holds here. */
export interface Verdict {
  readonly promise: string;
  readonly measured: string;
  readonly isMet: boolean;
}

interface Target {
  readonly first: string;
  readonly second: string;
  readonly least: number;
}

const RATES: readonly Target[] = [
  { first: "hub_in_process", second: "hive_gateway", least: 5 },
  { first: "hub_in_process", second: "apollo_gateway", least: 8 },
  { first: "hub_in_process", second: "hub_without_checks", least: 0.85 },
  { first: "hub_over_http", second: "hand_written_fan_out", least: 0.95 },
];

const LARGEST_SPREAD = 5;

/** The promises that can be judged from what was measured. */
export function judge(results: Results): Verdict[] {
  const rates = RATES.flatMap(({ first, second, least }): Verdict[] => {
    const ratio = ratioOf(results, first, second);
    if (ratio === null) return [];
    const promise = `\`${first}\` answers at least ${least} × as often as \`${second}\``;
    return [{ promise, measured: `${ratio.toFixed(2)} ×`, isMet: ratio >= least }];
  });
  const spreads = ["hub_in_process", "hub_over_http"].flatMap((name): Verdict[] => {
    const figures = results.get(name);
    if (figures === undefined) return [];
    const spread = figures.p99 / figures.p50;
    const promise = `p99 of \`${name}\` is at most ${LARGEST_SPREAD} × its p50`;
    return [{ promise, measured: `${spread.toFixed(2)} ×`, isMet: spread <= LARGEST_SPREAD }];
  });
  return [...rates, ...spreads];
}
