/** What the primary and, after it, the replica have said. Places in the log are numbers, of bytes. */
export interface Poll {
  /** Where the primary's log ended when it had all of `changes`. */
  readonly end: bigint;
  /** The transaction from which on changes may come that are not among these. */
  readonly next: string;
  /** Which account changed something in which transaction. */
  readonly changes: readonly (readonly [account: string, transaction: string])[];
  /** How far the replica has come. */
  readonly replayed: bigint;
}

/** Ends of the log that the replica has not reached are remembered so far back; then those before are enough. */
const MOST_ENDS = 100;

/** Which accounts have changed something that the replica may not have yet. */
export function changeTracker() {
  const ahead = new Map<string, bigint>();
  /** By account: what a transaction that goes on for long would have told again and again. */
  const entered = new Map<string, string>();
  const ends: { readonly askedAt: number; readonly end: bigint }[] = [];
  let since: string | null = null;
  /** What was changed before the first poll is in the log up to here. */
  let floor: bigint | null = null;
  let replayed = -1n;
  let freshAt = -Infinity;

  return {
    since: () => since,
    /** A moment at which the primary had no more than the replica has. */
    freshAt: () => freshAt,
    isAhead: (account?: string) => floor === null || replayed < floor || (account !== undefined && ahead.has(account)),
    enter(poll: Poll, askedAt: number): void {
      // A database that was put in the place of the one before counts transactions from elsewhere.
      if (since === null || BigInt(poll.next) < BigInt(since)) floor = poll.end;
      for (const [account, transaction] of poll.changes) {
        if (entered.get(account) === transaction) continue;
        entered.set(account, transaction);
        ahead.set(account, poll.end);
      }
      ({ replayed } = poll);
      since = poll.next;
      for (const [account, end] of ahead) if (end <= replayed) ahead.delete(account);
      for (const [account, transaction] of entered) if (BigInt(transaction) < BigInt(since)) entered.delete(account);
      if (ends.length < MOST_ENDS) ends.push({ askedAt, end: poll.end });
      for (let [oldest] = ends; oldest !== undefined && oldest.end <= replayed; [oldest] = ends) {
        freshAt = oldest.askedAt;
        ends.shift();
      }
    },
  };
}
