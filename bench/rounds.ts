import type { Entrant } from "./entrants.ts";
import { cpuTimeOf, cpuTimeOfFamily, cpuTimeOfMachine } from "./cpu-time.ts";
import { type Figures, medianOf, type Results } from "./figures.ts";
import type { LoadClient } from "./load/client.ts";
import type { Options } from "./options.ts";
import type { Progress } from "./progress.ts";

const CONNECTIONS = 64;

export interface Course {
  readonly entrants: readonly Entrant[];
  readonly load: LoadClient;
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

async function takeTurn({ load }: Course, entrant: Entrant, seconds: number): Promise<Figures> {
  const { servers, asks, sizes, databasePid } = entrant;
  const readTimes = (): Times => ({
    own: cpuTimeOf(servers.map(({ pid }) => pid)),
    database: cpuTimeOfFamily(databasePid),
    load: cpuTimeOf([load.pid]),
    machine: cpuTimeOfMachine(),
  });
  const job = { url: servers[0]?.url ?? "", asks: await asks(), sizes, connections: CONNECTIONS, seconds };
  const before = readTimes();
  const turn = await load.run(job);
  const spent = between(before, readTimes());
  if (turn.wrong > 0) throw new Error(`${turn.wrong} of ${turn.sent} answers under load were wrong.`);
  if (turn.requests === 0) throw new Error("it answered nothing in its turn.");
  return {
    rps: turn.requests / turn.seconds,
    p50: turn.p50,
    p99: turn.p99,
    processorTime: spent.own === null ? null : spent.own / turn.sent,
    databaseTime: spent.database === null ? null : spent.database / turn.sent,
    refused: turn.refused / turn.sent,
    otherWork: shareOfOthers(spent),
  };
}

/** Processor time in microseconds; null where the system does not tell. */
type Times = Readonly<Record<"own" | "database" | "load" | "machine", number | null>>;

function between(before: Times, after: Times): Times {
  const spent = (what: keyof Times) => {
    const [from, to] = [before[what], after[what]];
    return from === null || to === null ? null : to - from;
  };
  return { own: spent("own"), database: spent("database"), load: spent("load"), machine: spent("machine") };
}

function shareOfOthers({ own, database, load, machine }: Times): number | null {
  if (own === null || database === null || load === null || machine === null || machine === 0) return null;
  return Math.max(0, 1 - (own + database + load) / machine);
}
