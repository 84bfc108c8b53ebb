import { type Expected, sizesOf } from "./agreement.ts";
import type { AskSource } from "./callers/ask-source.ts";
import type { RunningServer } from "./child.ts";
import type { Contestant, Ground } from "./contestants.ts";
import type { Progress } from "./progress.ts";

/** A contestant that runs and has proved to give the right answers. */
export interface Entrant {
  readonly name: string;
  readonly servers: readonly RunningServer[];
  /** Bytes of its answers, by ask. */
  readonly sizes: readonly number[];
}

interface Trial {
  readonly ground: Ground;
  readonly asks: AskSource;
  readonly expected: Expected;
}

/** Starts the contestants and asks each for everything once. One that answers wrong is an error, not a number. */
export async function admit(
  contestants: readonly Contestant[],
  trial: Trial,
  progress: Progress,
  onFailure: (name: string, error: unknown) => void,
): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const { name, start, isUnmasked = false } of contestants) {
    progress.step(`starting ${name} and comparing its answers`);
    try {
      const servers = await start(trial.ground);
      const sizes = await sizesOf(servers[0]?.url ?? "", await trial.asks(), trial.expected, isUnmasked);
      entrants.push({ name, servers, sizes });
    } catch (error) {
      onFailure(name, error);
    }
  }
  return entrants;
}
