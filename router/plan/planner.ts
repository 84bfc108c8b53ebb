import type { QueryPlan } from "@graphql-hive/router-query-planner";
import { createPlannerLane, type LaneOptions, type PlannerLane, type PlanQuestion } from "./planner-lane.ts";

/** Plans operations over one supergraph, outside the process that answers (docs/adr/0052). */
export interface Planner {
  /** Published operations are planned apart from others: what those do to the planner does not reach them. */
  plan(question: PlanQuestion, isPublished: boolean): Promise<readonly QueryPlan[]>;
}

export interface RunningPlanner extends Planner {
  /** Rejects when operations over the supergraph can't be planned. */
  check(): Promise<void>;
  /** Another supergraph is in use: what is still asked is planned, and nothing is kept for more. */
  retire(): void;
  close(): void;
}

/** Whose operations a process plans. */
export type PlannerLaneName = "published" | "unpublished";

export type OnLaneEnd = (end: {
  readonly lane: PlannerLaneName;
  readonly how: string;
  readonly document: string | null;
}) => void;

export interface PlannerSettings {
  readonly program: URL;
  readonly timeoutMs: number;
}

const defaults: PlannerSettings = {
  program: new URL("./planner-process.mjs", import.meta.url),
  // The largest operations that limits allow take a hundredth of it.
  timeoutMs: 5_000,
};
const START_TIMEOUT_MS = 30_000;
/** A hub that nobody asks anything new gives the memory back: a process costs 55 MB, and 50 ms when it is needed again. */
const IDLE_MS = 10_000;

/** Starts no process yet. `hasPublished` says for whom the first one will be. */
export function openPlanner(
  supergraph: string,
  hasPublished: boolean,
  onEnd: OnLaneEnd = () => undefined,
  settings: Partial<PlannerSettings> = {},
): RunningPlanner {
  const lane = (name: PlannerLaneName, more: Pick<LaneOptions, "isPatient">): PlannerLane =>
    createPlannerLane(supergraph, {
      ...defaults,
      ...settings,
      startTimeoutMs: START_TIMEOUT_MS,
      idleMs: IDLE_MS,
      onEnd: (end) => onEnd({ lane: name, ...end }),
      ...more,
    });
  const published = lane("published", { isPatient: true });
  const unpublished = lane("unpublished", { isPatient: false });
  return {
    plan: (question, isPublished) => (isPublished ? published : unpublished).plan(question),
    check: () => (hasPublished ? published : unpublished).start(),
    retire() {
      published.retire();
      unpublished.retire();
    },
    close() {
      published.close();
      unpublished.close();
    },
  };
}
