import type { RunningServer } from "./child.ts";

/** One that answers the questions of a workload. */
export interface Contestant {
  readonly name: string;
  /** What it is, for the reader of the results. */
  readonly what: string;
  /** True when it needs the packages of bench/package.json. */
  readonly isPeer: boolean;
  /** Why it can't run here; left out or null where it can. */
  readonly absence?: string | null;
}

/** A contestant and how it is started on what its workload gives it. */
export interface StartedOn<Ground> extends Contestant {
  /** Gives its servers, the one to ask first. */
  start(ground: Ground): Promise<readonly RunningServer[]>;
}
