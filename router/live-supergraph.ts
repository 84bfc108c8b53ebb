import { type Answerer, type AnswererParts, createAnswerer } from "./answer/answer.ts";
import { nameExternalFields } from "../schema/external-fields.ts";
import type { RunningPlanner } from "./plan/planner.ts";
import { loadSupergraph, type Supergraph } from "./supergraph/load-supergraph.ts";

/** The supergraph in use; it can be exchanged while requests are being answered. */
export interface LiveSupergraph {
  /** The answerer new requests get; those under way keep the one they began with. */
  readonly answerer: () => Answerer;
  /** Exchanges the supergraph in one step, or rejects and keeps the last good one. */
  reload(sdl: string): Promise<void>;
  close(): void;
}

export type ConnectedParts = Omit<AnswererParts, "supergraph" | "planner">;

/** Throws when a supergraph that could be loaded must not be served. `current` is the one in use, if there is one. */
export type Refuse = (sdl: string, supergraph: Supergraph, current: string | null) => void;

interface Served {
  readonly sdl: string;
  readonly answerer: Answerer;
  readonly planner: RunningPlanner;
}

/** Rejects unless the supergraph can be served and planned with. */
export async function openLiveSupergraph(
  sdl: string,
  parts: ConnectedParts,
  openPlanner: (sdl: string) => RunningPlanner,
  refuse: Refuse,
): Promise<LiveSupergraph> {
  const planners = new Set<RunningPlanner>();
  const build = async (text: string, current: string | null): Promise<Served> => {
    const named = nameExternalFields(text);
    const supergraph = loadSupergraph(named);
    checkReachable(supergraph, parts);
    refuse(text, supergraph, current);
    const planner = openPlanner(named);
    try {
      await planner.check();
    } catch (error) {
      planner.close();
      throw error;
    }
    planners.add(planner);
    return { sdl: text, answerer: createAnswerer({ ...parts, supergraph, planner }), planner };
  };
  let served = await build(sdl, null);
  // One after another, so that the last one asked for is the one in use.
  let turn: Promise<void> = Promise.resolve();
  return {
    answerer: () => served.answerer,
    reload(text) {
      const mine = turn.then(async () => {
        const before = served;
        served = await build(text, before.sdl);
        before.planner.retire();
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
    close() {
      for (const planner of planners) planner.close();
    },
  };
}

function checkReachable({ departments }: Supergraph, { transports }: ConnectedParts): void {
  const unreachable = [...departments.keys()].filter((department) => !transports.has(department));
  if (unreachable.length > 0) {
    throw new Error(`The supergraph holds departments with no address: ${unreachable.join(", ")}.`);
  }
}
