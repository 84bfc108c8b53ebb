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

const SAMPLE_MS = 20;
/** A pause is over before anybody could be told of it: only lag that lasts so long after the first is load. */
const LASTING_MS = 500;

/**
 * Sheds load while the event loop lags: each answer would come late anyway, and a clerk told at once can try
 * again. Shedding ends with the first turn of the loop that is in time.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  let lastAt = performance.now();
  let lateSince = Infinity;
  let isLagging = false;
  let underWay = 0;
  const sampling = setInterval(() => {
    const now = performance.now();
    const isLate = now - lastAt - SAMPLE_MS > options.mostLagMs;
    lateSince = isLate ? Math.min(lateSince, now) : Infinity;
    isLagging = now - lateSince >= LASTING_MS;
    lastAt = now;
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
    close: () => clearInterval(sampling),
  };
}
