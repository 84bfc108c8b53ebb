import type { Entrant } from "./entrants.ts";
import { type Figures, medianOf, type Results } from "./figures.ts";
import type { LoadClient } from "./load/client.ts";
import type { Options } from "./options.ts";
import { cpuTimeOf, cpuTimeOfMachine, familiesOf, memoryOf } from "./processes.ts";
import type { Progress } from "./progress.ts";

const CONNECTIONS = 64;
const LOOK_AT_MEMORY_EVERY_MS = 250;

export interface Course {
  readonly entrants: readonly Entrant[];
  readonly load: LoadClient;
}

/** What the turns of one contestant are planned with. */
export function secondsOfTurns({ rounds, seconds, warmUpSeconds }: Options): number {
  return warmUpSeconds + rounds * seconds;
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
    const length = round === 0 ? warmUpSeconds : seconds;
    for (const entrant of course.entrants) {
      const taken = turns.get(entrant.name);
      const what = round === 0 ? "warming up" : `round ${round}`;
      progress.turn((done += 1), all, `${what}: ${entrant.name}`);
      try {
        if (taken === undefined) continue;
        const figures = await takeTurn(course, entrant, length);
        if (round > 0) taken.push(figures);
      } catch (error) {
        turns.delete(entrant.name);
        onFailure(entrant.name, error);
      } finally {
        progress.pass(length);
      }
    }
  }
  return new Map([...turns].map(([name, taken]) => [name, medianOf(taken)]));
}

async function takeTurn({ load }: Course, entrant: Entrant, seconds: number): Promise<Figures> {
  const { servers, asks, sizes } = entrant;
  const beside = entrant.besidePids();
  const own = familiesOf(
    servers.map(({ pid }) => pid),
    beside,
  );
  const readTimes = (): Times => ({
    own: cpuTimeOf(own),
    beside: cpuTimeOf(beside),
    load: cpuTimeOf([load.pid]),
    machine: cpuTimeOfMachine(),
  });
  const job = { url: servers[0]?.url ?? "", asks: await asks(), sizes, connections: CONNECTIONS, seconds };
  const before = readTimes();
  const { result: turn, most } = await watchMemory(own, () => load.run(job));
  const spent = between(before, readTimes());
  if (turn.wrong > 0) throw new Error(`${turn.wrong} of ${turn.sent} answers under load were wrong.`);
  if (turn.requests === 0) throw new Error("it answered nothing in its turn.");
  return {
    rps: turn.requests / turn.seconds,
    p50: turn.p50,
    p99: turn.p99,
    processorTime: spent.own === null ? null : spent.own / turn.sent,
    besideTime: spent.beside === null ? null : spent.beside / turn.sent,
    memory: most,
    refused: turn.refused / turn.sent,
    otherWork: shareOfOthers(spent),
  };
}

/** The most memory that processes held while the work was done. */
async function watchMemory<Result>(
  pids: readonly number[],
  work: () => Promise<Result>,
): Promise<{ result: Result; most: number | null }> {
  let most: number | null = null;
  const look = () => {
    const now = memoryOf(pids);
    if (now !== null) most = Math.max(most ?? 0, now);
  };
  const timer = setInterval(look, LOOK_AT_MEMORY_EVERY_MS);
  try {
    const result = await work();
    look();
    return { result, most };
  } finally {
    clearInterval(timer);
  }
}

/** Processor time in microseconds; null where the system does not tell. */
type Times = Readonly<Record<"own" | "beside" | "load" | "machine", number | null>>;

function between(before: Times, after: Times): Times {
  const spent = (what: keyof Times) => {
    const [from, to] = [before[what], after[what]];
    return from === null || to === null ? null : to - from;
  };
  return { own: spent("own"), beside: spent("beside"), load: spent("load"), machine: spent("machine") };
}

function shareOfOthers({ own, beside, load, machine }: Times): number | null {
  if (own === null || beside === null || load === null || machine === null || machine === 0) return null;
  return Math.max(0, 1 - (own + beside + load) / machine);
}
