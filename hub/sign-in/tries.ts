import { createHash } from "node:crypto";
import type { Statements } from "./account-statements.ts";

/** How many wrong tries there may be, in how long, before how long a wait. */
interface Limit {
  readonly most: number;
  readonly withinSeconds: number;
  readonly waitSeconds: number;
}

const QUARTER_HOUR = 15 * 60;

/** In a row, from any address: a right one in between starts the count again. */
const OF_ACCOUNT: Limit = { most: 5, withinSeconds: 24 * 3_600, waitSeconds: QUARTER_HOUR };
/** All the counters of a city may share one address, and each clerk mistypes now and then. */
const OF_ADDRESS: Limit = { most: 300, withinSeconds: QUARTER_HOUR, waitSeconds: QUARTER_HOUR };

// A wait that is longer than any was dated by a clock that ran ahead.
const WAIT_IS_OVER = `t.blocked_until <= clock_timestamp()
  or t.blocked_until > clock_timestamp() + make_interval(secs => ${QUARTER_HOUR}) + interval '1 minute'`;

// One more, in one statement, so that tries made at once count as those made in turn. A count starts again when its
// wait is over, or its time.
const COUNT = `
  insert into accounts.tries as t (key, failures, started_at) values ($1, 1, clock_timestamp())
  on conflict (key) do update set
    failures = case when ${WAIT_IS_OVER} or t.started_at < clock_timestamp() - make_interval(secs => $3::int)
      and t.blocked_until is null then 1 else t.failures + 1 end,
    started_at = case when ${WAIT_IS_OVER} or t.started_at < clock_timestamp() - make_interval(secs => $3::int)
      and t.blocked_until is null then clock_timestamp() else t.started_at end,
    blocked_until = case when not (${WAIT_IS_OVER}) then t.blocked_until
      when t.blocked_until is null and t.failures + 1 >= $2::int
        and t.started_at >= clock_timestamp() - make_interval(secs => $3::int)
      then clock_timestamp() + make_interval(secs => $4::int) end
  returning failures, ceil(extract(epoch from blocked_until - clock_timestamp()))::int as wait`;

const WAIT = `select ceil(extract(epoch from blocked_until - clock_timestamp()))::int as wait from accounts.tries t
  where key = $1 and not (${WAIT_IS_OVER})`;

// No wait ends by it: a count that is older than a day is over whatever it counts.
const FORGET = `delete from accounts.tries where started_at < clock_timestamp() - interval '25 hours'`;
const FORGET_EACH = 500;

export type Verdict = { readonly isAllowed: true } | { readonly isAllowed: false; readonly retryAfterSeconds: number };

const ALLOWED: Verdict = { isAllowed: true };

/** Counts wrong tries, for all processes together. Keys are hashes of what was typed. */
export function countTries(statements: Statements) {
  let counted = 0;
  const count = async (key: string, limit: Limit): Promise<Verdict> => {
    counted += 1;
    if (counted % FORGET_EACH === 0) await statements.write(FORGET);
    const [row] = await statements.write<{ failures: number; wait: number | null }>(
      COUNT,
      key,
      limit.most,
      limit.withinSeconds,
      limit.waitSeconds,
    );
    const isAllowed = row !== undefined && row.failures <= limit.most;
    return isAllowed ? ALLOWED : { isAllowed, retryAfterSeconds: Math.max(1, row?.wait ?? limit.waitSeconds) };
  };
  return {
    /** Takes a try before it is known to be wrong, so that no more are made at once than one after the other. */
    take: (kind: "password" | "code", username: string) => count(keyOf(kind, username), OF_ACCOUNT),
    /** It was right: the row of wrong ones has ended. */
    forget: async (kind: "password" | "code", username: string): Promise<void> => {
      await statements.write("delete from accounts.tries where key = $1", keyOf(kind, username));
    },
    /** Whether anybody from this address may try at all. */
    async ofAddress(address: string): Promise<Verdict> {
      const [row] = await statements.read<{ wait: number }>(WAIT, keyOf("address", address));
      return row === undefined ? ALLOWED : { isAllowed: false, retryAfterSeconds: Math.max(1, row.wait) };
    },
    /** Counts a wrong one: right ones don't count, or a morning's sign-ins would use up the limit. */
    async wrongFrom(address: string): Promise<void> {
      await count(keyOf("address", address), OF_ADDRESS);
    },
  };
}

function keyOf(kind: string, value: string): string {
  return `${kind} ${createHash("sha256").update(value).digest("base64url")}`;
}
