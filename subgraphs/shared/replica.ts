import { setTimeout as pause } from "node:timers/promises";
import { changeTracker, type Poll } from "./replica-changes.ts";

/** A copy of the primary that may answer reads of who changed nothing that it may not have yet (docs/adr/0086). */
export interface Replica {
  /** Where a login of the primary's reaches it. */
  readonly urlOf: (url: string) => string;
  /** Whether the replica has all that the account changed, as far as this process can know without asking. */
  has(account: string | undefined): boolean;
  /** Resolves when the replica has what the account changed, or else when no process reads for the account from it. */
  caughtUp(account: string): Promise<void>;
  /** A read on it went wrong: none goes there until it has answered again. */
  distrust(): void;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  readonly urlOf: (url: string) => string;
  /** Asks the primary for changes, and then the replica how far it is. */
  readonly poll: (since: string | null) => Promise<Poll>;
  readonly close: () => Promise<void>;
}

/**
 * For how long a process may go by what it last asked. A change is answered to its client only when it is this old, or the
 * replica has it: by then every process has asked again, or reads from the primary.
 */
const LEASE_MS = 300;
/** Two clocks do not count alike. */
const ANSWER_AFTER_MS = LEASE_MS + 20;
const POLL_EVERY_MS = 100;
const POLL_AGAIN_MS = 10;
/** A replica that was further behind than this is none: who moved away must not be seen from it for long. */
const STALE_MS = 5_000;
/** Without reads nobody is asked. */
const IDLE_MS = 1_000;

export function openReplica({ urlOf, poll, close }: ReplicaOptions): Replica {
  const changes = changeTracker();
  const underWay = new Map<string, number>();
  let leaseFrom = -Infinity;
  let wantedAt = -Infinity;
  let isClosed = false;
  let isLooping = false;
  let current: Promise<void> | null = null;
  let following: Promise<void> | null = null;

  const pollNow = async (): Promise<void> => {
    const startedAt = performance.now();
    try {
      const polled = await poll(changes.since());
      changes.enter(polled, startedAt);
      leaseFrom = startedAt;
    } catch {
      // The lease runs out by itself.
    }
  };
  const begin = (): Promise<void> => {
    current = pollNow().finally(() => (current = null));
    return current;
  };
  /** A poll that has not begun before. */
  const pollAfterThis = (): Promise<void> => {
    if (current === null) return begin();
    following ??= current.then(() => ((following = null), begin()));
    return following;
  };
  const loop = async (): Promise<void> => {
    if (isLooping) return;
    isLooping = true;
    while (!isClosed && performance.now() - wantedAt < IDLE_MS) {
      await (current ?? begin());
      await pause(POLL_EVERY_MS, undefined, { ref: false });
    }
    isLooping = false;
  };

  return {
    urlOf,
    has(account) {
      const now = performance.now();
      wantedAt = now;
      if (!isLooping) loop().catch(() => undefined);
      const isKnown = now - leaseFrom < LEASE_MS && now - changes.freshAt() < STALE_MS;
      return isKnown && !changes.isAhead(account) && (account === undefined || !underWay.has(account));
    },
    async caughtUp(account) {
      const changedAt = performance.now();
      underWay.set(account, (underWay.get(account) ?? 0) + 1);
      try {
        for (let left = ANSWER_AFTER_MS; left > 0; left = changedAt + ANSWER_AFTER_MS - performance.now()) {
          // A replica that does not answer holds nobody up for longer.
          await Promise.race([pollAfterThis(), pause(left)]);
          if (leaseFrom >= changedAt && !changes.isAhead(account)) return;
          await pause(POLL_AGAIN_MS);
        }
      } finally {
        const others = (underWay.get(account) ?? 1) - 1;
        if (others > 0) underWay.set(account, others);
        else underWay.delete(account);
      }
    },
    distrust() {
      leaseFrom = -Infinity;
    },
    async close() {
      isClosed = true;
      await current;
      await close();
    },
  };
}
