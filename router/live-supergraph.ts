import { type Answerer, type AnswererParts, createAnswerer } from "./answer.ts";
import { loadSupergraph, type Supergraph } from "./supergraph.ts";

/** The supergraph in use; it can be exchanged while requests are being answered. */
export interface LiveSupergraph {
  /** The answerer new requests get; those under way keep the one they began with. */
  readonly answerer: () => Answerer;
  /** Exchanges the supergraph in one step, or throws and keeps the last good one. */
  reload(sdl: string): void;
}

export type ConnectedParts = Omit<AnswererParts, "supergraph">;

/** Throws when a supergraph that could be loaded must not be served. */
export type Refuse = (sdl: string, supergraph: Supergraph) => void;

export function createLiveSupergraph(sdl: string, parts: ConnectedParts, refuse: Refuse): LiveSupergraph {
  const build = (text: string): Answerer => {
    const supergraph = loadSupergraph(text);
    checkReachable(supergraph, parts);
    refuse(text, supergraph);
    return createAnswerer({ ...parts, supergraph });
  };
  let answerer = build(sdl);
  return {
    answerer: () => answerer,
    reload(text) {
      answerer = build(text);
    },
  };
}

function checkReachable({ departments }: Supergraph, { transports }: ConnectedParts): void {
  const unreachable = [...departments.keys()].filter((department) => !transports.has(department));
  if (unreachable.length > 0) {
    throw new Error(`The supergraph holds departments with no address: ${unreachable.join(", ")}.`);
  }
}
