import type { Expected } from "../agreement.ts";
import type { AskSource } from "../callers/ask-source.ts";
import type { RunningServer } from "../child.ts";
import type { Contestant } from "../contestant.ts";
import type { Home } from "../home.ts";
import type { Mark } from "../marks.ts";
import type { Progress } from "../progress.ts";

/** What a workload finds to run with. */
export interface Premises {
  readonly residents: number;
  /** An empty data folder of its own for whatever is started. */
  newHome(settings?: Readonly<Record<string, string>>): Home;
  /** Takes what closes something that no home ends. */
  onClose(close: () => void): void;
  readonly progress: Progress;
}

/** A contestant that runs, and what its answers have to be. */
export interface Started {
  readonly servers: readonly RunningServer[];
  readonly asks: AskSource;
  readonly expected: Expected;
  /** True when it masks nothing: its answers agree in everything else. */
  readonly isUnmasked: boolean;
  /** Processes whose work its answers cost and which are not its own, as they are now. */
  besidePids(): readonly number[];
}

/** One way to measure, with a table of its own. */
export interface Workload {
  /** Heads its table. */
  readonly title: string;
  /** Names it in JSON. */
  readonly key: string;
  /** What is asked and by whom, for the reader of the results. */
  readonly what: string;
  /** What the reader has to know of the contestants. */
  readonly note: string;
  /** Work that is shown beside the contestants' own: the column's head, and the name in JSON. */
  readonly beside: { readonly heading: string; readonly key: string };
  readonly contestants: readonly Contestant[];
  readonly marks: readonly Mark[];
  /** The contestant whose rate is divided by this one's: the form of the hub that does the same work. */
  hubBeside(name: string): string;
  /** Opens what contestants run on, and gives what starts one of them. */
  open(premises: Premises): Promise<(name: string) => Promise<Started>>;
}
