import { LONGEST_TOKEN_SECONDS } from "../../router/viewer/token.ts";
import type { Standing } from "../../router/viewer/trusted-issuers.ts";
import { lookEvery } from "../../subgraphs/shared/look-every.ts";
import { openStatements, type Statements } from "./account-statements.ts";

export interface FollowOptions {
  /** The follower's own login. */
  readonly url: string;
  readonly everyMs?: number;
  /** Told when changes could not be read; they are read again the next time. */
  readonly onFault?: (error: unknown) => void;
}

/** Which tokens are no longer valid, as this process knows it. */
export interface Follower extends Standing {
  close(): Promise<void>;
}

const EVERY_MS = 1_000;
/** Nothing is believed once changes have been out of sight for so long. */
const BLIND_MS = 60_000;
// A token made at the last moment, and clocks that differ a little: what is older cannot be in any token.
const REMEMBERED_MS = (LONGEST_TOKEN_SECONDS + 60) * 1000;

// Every transaction before this one has ended, so whatever it changed can be seen from now on: the next look begins here.
const ENDED_BEFORE = "select pg_snapshot_xmin(pg_current_snapshot())::text as horizon";
// Changes from before there were numbers have none; they are few, and over within the life of a token.
const CHANGED_RIGHTS = `select account_id::text as id, rights_version as version from accounts.accounts
  where rights_changed_in >= $1::text::xid8`;
const ENDED_SESSIONS = `select session_id::text as id from accounts.sessions where ended_in >= $1::text::xid8`;
const UNNUMBERED = `select account_id::text as id, rights_version as version, null as session from accounts.accounts
    where rights_changed_in is null and rights_changed_at is not null
  union all
  select null, null, session_id::text from accounts.sessions where ended_in is null and ended_at is not null`;

/**
 * Follows changes of rights and ends of sessions by asking each second: notices by NOTIFY are lost with a connection, and
 * the loss would go unseen. What is new is found by the order of transactions, which no clock moves (docs/adr/0057). Resolves once
 * it knows.
 */
export async function followRights({ url, everyMs = EVERY_MS, onFault }: FollowOptions): Promise<Follower> {
  const statements = openStatements(url, "follower", 1);
  const versions = new Map<string, { version: number; seenAt: number }>();
  const ended = new Map<string, number>();
  let knownAt = Number.NEGATIVE_INFINITY;
  let horizon = 0n;

  const look = async (): Promise<void> => {
    const startedAt = performance.now();
    const found = await read(statements, horizon);
    for (const { id, version } of found.changes) versions.set(id, { version, seenAt: startedAt });
    for (const id of found.ends) ended.set(id, startedAt);
    const forgottenAt = startedAt - REMEMBERED_MS;
    for (const [id, { seenAt }] of versions) if (seenAt < forgottenAt) versions.delete(id);
    for (const [id, seenAt] of ended) if (seenAt < forgottenAt) ended.delete(id);
    horizon = found.horizon;
    knownAt = startedAt;
  };
  await look().catch(async (error: unknown) => {
    await statements.close();
    throw error;
  });
  const looking = lookEvery(everyMs, look, onFault === undefined ? {} : { onFault });
  return {
    isKnown: () => performance.now() - knownAt < BLIND_MS,
    isOver: ({ accountId, rightsVersion, sessionId }) =>
      rightsVersion < (versions.get(accountId)?.version ?? 0) || (sessionId !== null && ended.has(sessionId)),
    async close() {
      // A look that waits for the database ends with its connection.
      await Promise.all([looking.close(), statements.close()]);
    },
  };
}

/** What changed in transactions from `since` on, and where the next look begins. */
async function read(statements: Statements, since: bigint) {
  // Before the changes: what is committed between the two is read now, and once more the next time.
  const [row] = await statements.read<{ horizon: string }>(ENDED_BEFORE);
  const horizon = BigInt(row?.horizon ?? 0);
  // A database that was restored counts from an earlier number: all of it is read again.
  const from = String(horizon < since ? 0n : since);
  const [changes, sessions, unnumbered] = await Promise.all([
    statements.read<Changed>(CHANGED_RIGHTS, from),
    statements.read<{ id: string }>(ENDED_SESSIONS, from),
    from === "0" ? statements.read<Changed & { session: string | null }>(UNNUMBERED) : [],
  ]);
  return {
    horizon,
    changes: [...changes, ...unnumbered.filter(({ session }) => session === null)],
    ends: [...sessions.map(({ id }) => id), ...unnumbered.flatMap(({ session }) => session ?? [])],
  };
}

interface Changed {
  readonly id: string;
  readonly version: number;
}
