import { monitorEventLoopDelay } from "node:perf_hooks";

/** Decides whether the hub can take another request, or should say at once that it can't. */
export interface Admission {
  /** False: answer 503 now. True: call `leave` when the answer is out. */
  enter(): boolean;
  leave(): void;
  readonly underWay: () => number;
  close(): void;
}

export interface AdmissionOptions {
  /** Requests under way at once. */
  readonly mostRequests: number;
  /** How late timers may fire before new requests are turned away. */
  readonly mostLagMs: number;
}

export const defaultAdmission: AdmissionOptions = { mostRequests: 1_024, mostLagMs: 150 };

const SAMPLE_MS = 100;
const RESOLUTION_MS = 10;

/**
 * Sheds load while the event loop lags: each answer would come late anyway, and a clerk told at once can try
 * again. Lag is looked at over the last tenth of a second, so shedding ends as soon as the hub has caught up.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let isLagging = false;
  let underWay = 0;
  const sampling = setInterval(() => {
    isLagging = delay.percentile(50) / 1e6 - RESOLUTION_MS > options.mostLagMs;
    delay.reset();
  }, SAMPLE_MS);
  sampling.unref();
  return {
    enter() {
      if (isLagging || underWay >= options.mostRequests) return false;
      underWay += 1;
      return true;
    },
    leave: () => {
      underWay -= 1;
    },
    underWay: () => underWay,
    close: () => {
      clearInterval(sampling);
      delay.disable();
    },
  };
}
