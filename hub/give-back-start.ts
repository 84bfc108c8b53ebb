import { Session } from "node:inspector/promises";
import { performance } from "node:perf_hooks";
import { lookEvery } from "../subgraphs/shared/look-every.ts";

const LOOK_EVERY_MS = 30_000;
/** Of the time between two looks; a collection stops everything for less than a tenth of a second. */
const IDLE = 0.05;

/**
 * A start leaves a third of the heap as what nobody uses any more, and the engine collects that only when more is needed.
 * It is given back once, when little has been asked for half a minute.
 */
export function giveBackStart(everyMs = LOOK_EVERY_MS): { close(): Promise<void> } {
  let before = performance.eventLoopUtilization();
  let isGiven = false;
  return lookEvery(
    everyMs,
    async () => {
      if (isGiven) return;
      const { utilization } = performance.eventLoopUtilization(before);
      before = performance.eventLoopUtilization();
      if (utilization > IDLE) return;
      await collect();
      isGiven = true;
    },
    // An engine without its inspector keeps what it has.
    { onFault: () => undefined },
  );
}

async function collect(): Promise<void> {
  const session = new Session();
  session.connect();
  try {
    await session.post("HeapProfiler.collectGarbage");
  } finally {
    session.disconnect();
  }
}
