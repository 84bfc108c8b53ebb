import type { Ask } from "../ask.ts";

/** What the load process is told to do: ask one contestant over and over. */
export interface Job {
  readonly url: string;
  readonly asks: readonly Ask[];
  /** Bytes of the right answer, by ask; a different size is a wrong answer. */
  readonly sizes: readonly number[];
  readonly connections: number;
  readonly seconds: number;
}

/** What one turn of load found out. Milliseconds. */
export interface Turn {
  /** Measured; those of the first moments, while connections open, are not. */
  readonly requests: number;
  readonly sent: number;
  readonly wrong: number;
  /** Turned away by a server that sheds load (503, 429): neither an answer nor a wrong one. */
  readonly refused: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** Set when the contestant could not be asked at all. */
  readonly failure?: string;
}
