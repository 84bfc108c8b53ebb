import type { AskSource } from "./callers/ask-source.ts";
import type { Entrant } from "./entrants.ts";
import { cpuTimeOf, cpuTimeOfFamily } from "./cpu-time.ts";
import { type Figures, medianOf, type Results } from "./figures.ts";
import type { LoadClient } from "./load/client.ts";
import type { Options } from "./options.ts";
import type { Progress } from "./progress.ts";

const CONNECTIONS = 64;

export interface Course {
  readonly entrants: readonly Entrant[];
  readonly load: LoadClient;
  readonly asks: AskSource;
  /** PostgreSQL's first process. */
  readonly databasePid: number;
}

/**
 * Lets the contestants take turns, A B C … A B C …, so that whatever else the machine does hits all alike. One that
 * fails in the middle loses its place and its figures.
 */
export async function runRounds(
  course: Course,
  options: Options,
  progress: Progress,
  onFailure: (name: string, error: unknown) => void,
): Promise<Results> {
  const { rounds, seconds, warmUpSeconds } = options;
  const turns = new Map(course.entrants.map(({ name }) => [name, [] as Figures[]]));
  const all = course.entrants.length * (rounds + 1);
  let done = 0;
  for (let round = 0; round <= rounds; round += 1) {
    for (const entrant of course.entrants) {
      const taken = turns.get(entrant.name);
      const what = round === 0 ? "warming up" : `round ${round}`;
      progress.turn((done += 1), all, `${what}: ${entrant.name}`);
      if (taken === undefined) continue;
      try {
        const figures = await takeTurn(course, entrant, round === 0 ? warmUpSeconds : seconds);
        if (round > 0) taken.push(figures);
      } catch (error) {
        turns.delete(entrant.name);
        onFailure(entrant.name, error);
      }
    }
  }
  return new Map([...turns].map(([name, taken]) => [name, medianOf(taken)]));
}

async function takeTurn(course: Course, { servers, sizes }: Entrant, seconds: number): Promise<Figures> {
  const { load, asks, databasePid } = course;
  const pids = servers.map(({ pid }) => pid);
  const job = { url: servers[0]?.url ?? "", asks: await asks(), sizes, connections: CONNECTIONS, seconds };
  const before = [cpuTimeOf(pids), cpuTimeOfFamily(databasePid)] as const;
  const turn = await load.run(job);
  const after = [cpuTimeOf(pids), cpuTimeOfFamily(databasePid)] as const;
  if (turn.wrong > 0) throw new Error(`${turn.wrong} of ${turn.sent} answers under load were wrong.`);
  if (turn.requests === 0) throw new Error("it answered nothing in its turn.");
  return {
    rps: turn.requests / turn.seconds,
    p50: turn.p50,
    p99: turn.p99,
    processorTime: perRequest(before[0], after[0], turn.sent),
    databaseTime: perRequest(before[1], after[1], turn.sent),
    refused: turn.refused / turn.sent,
  };
}

function perRequest(before: number | null, after: number | null, requests: number): number | null {
  return before === null || after === null ? null : (after - before) / requests;
}
