import { parse, print } from "graphql";
import { type Answerer, type AnswererParts, createAnswerer } from "./answer/answer.ts";
import { nameExternalFields } from "../schema/external-fields.ts";
import { readParsed, type WrittenSupergraph } from "../schema/read-supergraph.ts";
import type { RunningPlanner } from "./plan/planner.ts";
import { loadWritten, type Supergraph } from "./supergraph/load-supergraph.ts";

/** The supergraph in use; it can be exchanged while requests are being answered. */
export interface LiveSupergraph {
  /** The answerer new requests get; those under way keep the one they began with. */
  readonly answerer: () => Answerer;
  /** Exchanges the supergraph in one step, or rejects and keeps the last good one. */
  reload(sdl: string): Promise<void>;
  close(): void;
}

export type ConnectedParts = Omit<AnswererParts, "supergraph" | "planner">;

/** A supergraph that could be loaded. */
export interface Loaded {
  readonly text: string;
  readonly written: WrittenSupergraph;
  readonly supergraph: Supergraph;
}

/** Throws when it must not be served. `current` is the text of the one in use, if there is one. */
export type Refuse = (loaded: Loaded, current: string | null) => void;

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
    const document = parse(text, { noLocation: true });
    const named = nameExternalFields(document);
    const written = readParsed(named);
    const supergraph = loadWritten(written);
    checkReachable(supergraph, parts);
    refuse({ text, written, supergraph }, current);
    const planner = openPlanner(named === document ? text : print(named));
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
