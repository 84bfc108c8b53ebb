import { beginAnswer, type Execution, type ExecutorParts } from "./execution.ts";
import type { AnswerError } from "../plan/run.ts";
import type { Tallies } from "../telemetry/counters.ts";

/** Runs the plan, writes the answer through the response gate, and enters the look in the access record. Null: it could not be recorded. */
export async function execute(parts: ExecutorParts, execution: Execution): Promise<string | null> {
  const answering = await beginAnswer(parts, execution);
  await answering.run();
  const { body, errors } = answering.write();
  if (!(await answering.enter())) return null;
  countErrors(errors, parts.tallies);
  return body;
}

/** Once for each answer, however often parts of it were released before. */
export function countErrors(errors: readonly AnswerError[], tallies: Tallies | undefined): void {
  if (tallies === undefined) return;
  for (const { extensions, path } of errors) {
    tallies.errors[extensions.code] += 1;
    if (extensions.code === "RATE_LIMITED" && path !== undefined) tallies.refusedForRate += 1;
  }
}
