import type { CursorSealer } from "../../subgraphs/shared/sealed-cursors.ts";
import type { Fields } from "../plan/run.ts";

/** What writing one answer finds out and needs. */
export interface WriteState {
  /** Ids of the people in the answer, for the access record. */
  readonly subjects: Set<string>;
  /** Cursors leave sealed for the viewer. */
  readonly cursors: CursorSealer;
  /** Results of `__schema` and `__type`, by response key. */
  readonly introspection: Fields;
  /** Query paths of fields that the planner can't plan, by their places. */
  readonly unplanned: Map<string, readonly string[]>;
  /** Query paths where a value was missing or of the wrong type although the schema promises one. */
  readonly broken: Set<readonly string[]>;
}
