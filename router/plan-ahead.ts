import { setImmediate as otherWork } from "node:timers/promises";
import type { Answerer } from "./answer/answer.ts";
import { hashOf, type PublishedOperations } from "./http/published-operations.ts";
import type { OnLaneEnd } from "./plan/planner.ts";
import type { Counters } from "./telemetry/counters.ts";
import type { Log } from "./telemetry/logger.ts";

/**
 * Plans published operations for every set of rights that roles have, while requests are already answered. One that can't
 * be planned is named in the log: its clients get one error, and all others their answers.
 */
export async function planPublished(
  answerer: Answerer,
  { published }: PublishedOperations,
  audiences: readonly ReadonlySet<string>[],
  logger: Log,
  signal: AbortSignal,
): Promise<void> {
  for (const document of published) {
    try {
      for (const grants of audiences) {
        if (signal.aborted) return;
        await answerer.planAhead(document, grants);
        await otherWork();
      }
    } catch {
      if (signal.aborted) return;
      logger.error({ documentHash: hashOf(document) }, "published operation not planned");
    }
  }
}

/** Counts and logs that a planner ended. The document is named by its hash: its text may hold values. */
export function reportPlannerEnds(counters: Counters, logger: Log): OnLaneEnd {
  return ({ lane, how, document }) => {
    counters.plannerEnds[lane] += 1;
    logger.error({ operations: lane, how, documentHash: document }, "planner ended; it is started again");
  };
}
