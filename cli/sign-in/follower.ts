import { LONGEST_TOKEN_SECONDS, type Standing } from "../../subgraphs/shared/token.ts";
import { openStatements, type Statements } from "./statements.ts";

export interface FollowOptions {
  /** The follower's own login. */
  readonly url: string;
  readonly everyMs?: number;
  /** Told when changes could not be read; they are read again the next time. */
  readonly onFault?: (error: unknown) => void;
}

/** Which tokens are good no longer, in this process. */
export interface Follower extends Standing {
  close(): Promise<void>;
}

const EVERY_MS = 1_000;
/** Nothing is believed once changes have been out of sight for so long. */
const BLIND_MS = 60_000;
// A token made at the last moment, and clocks that differ a little: what is older cannot be in any token.
const REMEMBERED_MS = (LONGEST_TOKEN_SECONDS + 60) * 1000;
// A change is dated when its statement runs and seen when it is committed, which takes less than this.
const OVERLAP_MS = 30_000;

const CHANGED_RIGHTS = `select account_id::text as id, rights_version as version from accounts.accounts
  where rights_changed_at > clock_timestamp() - make_interval(secs => $1::int)`;
const ENDED_SESSIONS = `select session_id::text as id from accounts.sessions
  where ended_at > clock_timestamp() - make_interval(secs => $1::int)`;

/**
 * Follows changes of rights and ends of sessions by asking each second: notices by NOTIFY are lost with a connection, and
 * nobody would know. Each time everything since the last time is read, and a little from before. Resolves once it knows.
 */
export async function followRights({ url, everyMs = EVERY_MS, onFault }: FollowOptions): Promise<Follower> {
  const statements = openStatements(url, "follower", 1);
  const versions = new Map<string, { version: number; seenAt: number }>();
  const ended = new Map<string, number>();
  let knownAt = Number.NEGATIVE_INFINITY;

  const look = async (): Promise<void> => {
    const startedAt = performance.now();
    const sinceMs = Math.min(REMEMBERED_MS, startedAt - knownAt + OVERLAP_MS);
    const [changes, ends] = await read(statements, Math.ceil(sinceMs / 1000));
    for (const { id, version } of changes) versions.set(id, { version, seenAt: startedAt });
    for (const { id } of ends) ended.set(id, startedAt);
    const forgottenAt = startedAt - REMEMBERED_MS;
    for (const [id, { seenAt }] of versions) if (seenAt < forgottenAt) versions.delete(id);
    for (const [id, seenAt] of ended) if (seenAt < forgottenAt) ended.delete(id);
    knownAt = startedAt;
  };
  await look().catch(async (error: unknown) => {
    await statements.close();
    throw error;
  });
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch((error: unknown) => onFault?.(error))
      .finally(() => {
        isLooking = false;
      });
  }, everyMs);
  timer.unref();
  return {
    isKnown: () => performance.now() - knownAt < BLIND_MS,
    isOver: ({ accountId, rightsVersion, sessionId }) =>
      rightsVersion < (versions.get(accountId)?.version ?? 0) || (sessionId !== null && ended.has(sessionId)),
    async close() {
      clearInterval(timer);
      await statements.close();
    },
  };
}

function read(statements: Statements, seconds: number) {
  return Promise.all([
    statements.read<{ id: string; version: number }>(CHANGED_RIGHTS, seconds),
    statements.read<{ id: string }>(ENDED_SESSIONS, seconds),
  ]);
}
