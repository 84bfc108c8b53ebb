/** What a request is for: to see, or to change something. */
export type Work = "look" | "change";

/** Decides whether the hub can take another request, or should say at once that it can't. */
export interface Admission {
  hasRoom(work: Work): boolean;
  /** False: answer 503 now. True: call `leave` when the answer is out. */
  enter(work: Work): boolean;
  leave(work: Work): void;
  close(): void;
}

export interface AdmissionOptions {
  /** Requests under way at once. */
  readonly mostRequests: number;
  /** How late timers may fire before new requests are turned away. */
  readonly mostLagMs: number;
  /** Changes that are taken even then. */
  readonly roomForChanges?: number;
}

export const defaultAdmission: AdmissionOptions = { mostRequests: 1_024, mostLagMs: 150 };

const ROOM_FOR_CHANGES = 64;
const SAMPLE_MS = 20;
/** A pause is over before anybody could be told of it: only lag that lasts so long after the first is load. */
const LASTING_MS = 500;

/**
 * Sheds load while the event loop lags: each answer would come late anyway, and a clerk told at once can try
 * again. Shedding ends with the first turn of the loop that is in time. Look-ups are shed first: what somebody has typed
 * and sends is a change, and there are few of them.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  let lastAt = performance.now();
  let lateSince = Infinity;
  let isLagging = false;
  const { roomForChanges = ROOM_FOR_CHANGES } = options;
  const underWay: Record<Work, number> = { look: 0, change: 0 };
  const total = () => underWay.look + underWay.change;
  const sampling = setInterval(() => {
    const now = performance.now();
    const isLate = now - lastAt - SAMPLE_MS > options.mostLagMs;
    lateSince = isLate ? Math.min(lateSince, now) : Infinity;
    isLagging = now - lateSince >= LASTING_MS;
    lastAt = now;
  }, SAMPLE_MS);
  sampling.unref();
  const hasRoom = (work: Work): boolean => {
    if (!isLagging && total() < options.mostRequests) return true;
    return work === "change" && underWay.change < roomForChanges;
  };
  return {
    hasRoom,
    enter(work) {
      if (!hasRoom(work)) return false;
      underWay[work] += 1;
      return true;
    },
    leave: (work) => {
      underWay[work] -= 1;
    },
    close: () => clearInterval(sampling),
  };
}
