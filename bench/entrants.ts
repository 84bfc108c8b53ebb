import { sizesOf } from "./agreement.ts";
import type { Contestant } from "./contestant.ts";
import type { Progress } from "./progress.ts";
import type { Started } from "./workloads/workload.ts";

/** A contestant that runs and has proved to give the right answers. */
export interface Entrant extends Started {
  readonly name: string;
  /** Bytes of its answers, by ask. */
  readonly sizes: readonly number[];
}

/** Starts the contestants and asks each for everything once. One that answers wrong is an error, not a number. */
export async function admit(
  contestants: readonly Contestant[],
  start: (name: string) => Promise<Started>,
  progress: Progress,
  onFailure: (name: string, error: unknown) => void,
): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const { name } of contestants) {
    progress.step(`starting ${name} and comparing its answers`);
    try {
      const started = await start(name);
      const { servers, asks, expected, isUnmasked } = started;
      const sizes = await sizesOf(servers[0]?.url ?? "", await asks(), expected, isUnmasked);
      entrants.push({ ...started, name, sizes });
    } catch (error) {
      onFailure(name, error);
    }
    progress.pass(SECONDS_TO_START);
  }
  return entrants;
}

/** What a contestant's start is planned with. */
export const SECONDS_TO_START = 5;
