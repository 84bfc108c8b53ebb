import { createAnswerer } from "../../../router/answer/answer.ts";
import { inProcessTransport, type Transport } from "../../../router/departments/transport.ts";
import { defaultLimits, type Limits } from "../../../router/operation/limits.ts";
import { loadSupergraph } from "../../../router/supergraph/load-supergraph.ts";
import { allPermittedReader } from "../../../router/viewer/without-permissions.ts";
import { compose, type Composition } from "../../../schema/compose.ts";
import type { Database } from "../../../subgraphs/shared/database.ts";
import { runSubgraph } from "../../../subgraphs/shared/run-subgraph.ts";
import { plannerHere } from "../planner-here.ts";
import type { FixtureSubgraph } from "./subgraph.ts";

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

/** One call the router made. */
export interface Call {
  readonly subgraph: string;
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A router over fixture subgraphs, without HTTP in front and without permissions. */
export interface Federation extends Composition {
  /** The answer as the client reads it: parsed from the text the router wrote. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** The calls made while `work` runs. */
  callsDuring(work: () => Promise<unknown>): Promise<Call[]>;
}

export type Transports = ReadonlyMap<string, Transport>;

/** Composes the subgraphs and puts the router in front of them. */
export function federate(
  subgraphs: readonly FixtureSubgraph[],
  transports: Transports = inProcess(subgraphs),
  alter: (supergraph: string) => string = (supergraph) => supergraph,
): Federation {
  const { api, supergraph: composed } = compose(subgraphs);
  const composition = { api, supergraph: alter(composed) };
  const calls: Call[] = [];
  const watched = new Map([...transports].map(([name, transport]) => [name, watch(name, transport, calls)]));
  const supergraph = loadSupergraph(composition.supergraph);
  const recorder = { enter: async () => undefined };
  const planner = plannerHere(composition.supergraph);
  const answerer = createAnswerer({ supergraph, planner, transports: watched, recorder, limits: unlimited });
  return {
    ...composition,
    async ask(query, variables = {}) {
      const viewer = await allPermittedReader.read("", []);
      const request = { query, operationName: null, variables, requestId: "test", queriesOnly: false };
      const outcome = await answerer.answer(request, viewer);
      if (!("body" in outcome)) throw new Error(outcome.kind);
      return JSON.parse(outcome.body) as Answer;
    },
    async callsDuring(work) {
      const before = calls.length;
      await work();
      return calls.slice(before);
    },
  };
}

/** The entities a call asks about, over all its batches. */
export function representationsOf(call: Call): Record<string, unknown>[] {
  return Object.entries(call.variables)
    .filter(([name]) => /representations/i.test(name))
    .flatMap(([, values]) => values as Record<string, unknown>[]);
}

/** The way the hub calls the departments of its own process, with the same compiled operations. */
export function inProcess(subgraphs: readonly FixtureSubgraph[]): Transports {
  return new Map(
    subgraphs.map((one) => [
      one.name,
      inProcessTransport(runSubgraph({ ...one, createLoaders: () => ({}) }, noTables)),
    ]),
  );
}

/** Made-up operations ask for more than people do, and the subject here is whether their answer is right. */
const unlimited = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, Number.MAX_SAFE_INTEGER]),
) as unknown as Limits;

const noTables: Database = {
  listen: () => {
    throw new Error("a fixture has no events");
  },
  sourceFor: () => "primary",
  read: async () => {
    throw new Error("a fixture subgraph has no tables");
  },
  write: async () => {
    throw new Error("a fixture subgraph has no tables");
  },
  writeOnce: async () => {
    throw new Error("a fixture subgraph has no tables");
  },
  hand: async () => {
    throw new Error("a fixture subgraph has no tables");
  },
  close: async () => undefined,
};

function watch(subgraph: string, transport: Transport, calls: Call[]): Transport {
  return {
    send(call) {
      // A copy: what the router does with its variables later must not change what was seen.
      calls.push(structuredClone({ subgraph, operation: call.operation, variables: call.variables }));
      return transport.send(call);
    },
  };
}
