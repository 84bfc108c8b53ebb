import { type Expected, sizesOf } from "./agreement.ts";
import type { AskSource } from "./callers/ask-source.ts";
import type { RunningServer } from "./child.ts";
import type { Contestant, Ground } from "./contestants.ts";
import type { Progress } from "./progress.ts";

/** A contestant that runs and has proved to give the right answers. */
export interface Entrant {
  readonly name: string;
  readonly servers: readonly RunningServer[];
  readonly asks: AskSource;
  /** Bytes of its answers, by ask. */
  readonly sizes: readonly number[];
  /** The first process of the PostgreSQL it reads. */
  readonly databasePid: number;
}

/** What contestants run on and are compared by. */
export interface Trial {
  readonly ground: Ground;
  readonly asks: AskSource;
  readonly expected: Expected;
  readonly databasePid: number;
}

/** Starts the contestants and asks each for everything once. One that answers wrong is an error, not a number. */
export async function admit(
  contestants: readonly Contestant[],
  trialOf: (contestant: Contestant) => Promise<Trial>,
  progress: Progress,
  onFailure: (name: string, error: unknown) => void,
): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const contestant of contestants) {
    const { name, start, isUnmasked = false } = contestant;
    progress.step(`starting ${name} and comparing its answers`);
    try {
      const { ground, asks, expected, databasePid } = await trialOf(contestant);
      const servers = await start(ground);
      const sizes = await sizesOf(servers[0]?.url ?? "", await asks(), expected, isUnmasked);
      entrants.push({ name, servers, asks, sizes, databasePid });
    } catch (error) {
      onFailure(name, error);
    }
  }
  return entrants;
}
