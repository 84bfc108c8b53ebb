import { setTimeout as pause } from "node:timers/promises";
import type { Fetch } from "../plan/run.ts";
import { beginAnswer, countErrors, type Execution, type ExecutorParts } from "./execution.ts";

// Departments of this process answer sooner than anybody could see a difference; only a longer wait is worth a part.
const PART_EVERY_MS = 100;

/**
 * Answers a query in parts while departments are still at work: each part is the whole answer as far as it has come, and
 * `extensions.pending` names the query paths that are still waited for. The last part has none. `hasNext` says whether
 * another part comes, as clients of incremental delivery know it. Nothing is released
 * before the look at the people in it stands in the access record; null ends the answer, because it could not be recorded.
 */
export async function* executeInParts(
  parts: ExecutorParts,
  execution: Execution,
  gone: AbortSignal,
): AsyncGenerator<string | null> {
  const answering = await beginAnswer(parts, execution);
  const waitedFor = new Set<Fetch>(answering.fetches);
  const done = answering.run((fetch) => waitedFor.delete(fetch)).then(() => true);
  for (let told = waitedFor.size; !gone.aborted;) {
    if (await Promise.race([done, pause(PART_EVERY_MS, false, { ref: false })])) break;
    if (waitedFor.size === told) continue;
    told = waitedFor.size;
    const part = answering.writeSoFar([...waitedFor].flatMap(({ paths }) => paths));
    if (part === null) continue;
    if (!(await answering.enter())) {
      yield null;
      return;
    }
    yield withNext(part.body, true);
  }
  await done;
  const { body, errors } = answering.write();
  if (!(await answering.enter())) {
    yield null;
    return;
  }
  countErrors(errors, parts.counters);
  yield withNext(body, false);
}

/** Every body is an object, and has its data first. */
function withNext(body: string, hasNext: boolean): string {
  return `{"hasNext":${hasNext},${body.slice(1)}`;
}
