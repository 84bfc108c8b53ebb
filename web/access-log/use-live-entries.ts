import { useEffect, useState } from "react";
import { useClient } from "urql";
import { AccessRecordAddedDocument, type AccessRecordAddedSubscription } from "../generated/graphql.ts";
import { type Failure, failureOf } from "../graph/answer-of.ts";

export type LiveEntry = NonNullable<AccessRecordAddedSubscription["accessRecordAdded"]>;

interface LiveEntries {
  /** Newest first. */
  readonly entries: readonly LiveEntry[];
  readonly failure: Failure | null;
  readonly isOpen: boolean;
  reopen(): void;
}

// What is older is in the access record; a page that stays open all day must not grow all day.
const MOST_SHOWN = 200;
// A stream ends with its token, after a quarter of an hour at most: it is opened again before that, with the next token.
const REOPEN_AFTER_MS = 600_000;
const SOON_MS = 1_000;
const AS_EVENTS = { accept: "text/event-stream" };

/** New entries of the access record as the hub tells them. The stream ends with the token, and is opened with the next. */
export function useLiveEntries(): LiveEntries {
  const client = useClient();
  const [entries, setEntries] = useState<readonly LiveEntry[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const goOn = (inMs: number) => setTimeout(() => setRound((before) => before + 1), inMs);
    let next = goOn(REOPEN_AFTER_MS);
    const following = client
      .subscription(AccessRecordAddedDocument, {}, { fetchSubscriptions: true, fetchOptions: { headers: AS_EVENTS } })
      .subscribe((result) => {
        const entry = result.data?.accessRecordAdded;
        if (entry != null) {
          setEntries((before) => [entry, ...before.filter(({ id }) => id !== entry.id)].slice(0, MOST_SHOWN));
        }
        const failed = failureOf(result);
        setFailure(failed);
        if (result.hasNext || failed !== null) return;
        clearTimeout(next);
        next = goOn(SOON_MS);
      });
    return () => {
      clearTimeout(next);
      following.unsubscribe();
    };
  }, [client, round]);
  return { entries, failure, isOpen: failure === null, reopen: () => setRound(round + 1) };
}
