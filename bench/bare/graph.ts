import type { Question } from "../questions.ts";

type Resolver = (parent: never, args: never) => unknown;

/** A subgraph that answers out of its memory, asks for no permission and believes every caller. */
export interface BareSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, Resolver>>>>;
}

/** Subgraphs that make a graph together, and what routers in front of them are asked. */
export interface BareGraph {
  readonly subgraphs: readonly BareSubgraph[];
  readonly document: string;
  /** Variables of the asks, all of them different. */
  readonly variables: readonly object[];
  /** What the data has to hold, or the question measures nothing. */
  readonly peopleIn: Question["peopleIn"];
  readonly parts: Question["parts"];
}

/** Marks a subgraph's SDL as of federation 2. */
export function federated(sdl: string): string {
  return `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])
${sdl}`;
}
