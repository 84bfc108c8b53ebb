import { useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { makeKey } from "../graph/make-key.ts";
import { useAccount } from "../session/session-context.tsx";
import type { Reason, Sent } from "./send-change.ts";
import { drafts } from "./tab-drafts.ts";

export type Standing = "writing" | "sending" | "not-sent" | "refused" | "done";

export interface KeptChange<Draft> {
  /** Another one for each draft. */
  readonly key: string;
  readonly draft: Draft;
  readonly standing: Standing;
  /** Why the hub refused it, as far as it said; none otherwise. */
  readonly reasons: readonly Reason[];
  change(part: Partial<Draft>): void;
  send(): void;
  /** Forgets what was typed. */
  discard(): void;
}

interface KeptChangeParts<Draft> {
  /** What the draft is about; one is kept for each. */
  readonly name: string;
  readonly empty: Draft;
  readonly send: (client: ReturnType<typeof useClient>, draft: Draft, key: string) => Promise<Sent>;
}

interface Kept<Draft> {
  readonly key: string;
  readonly draft: Draft;
  /** True once it has been sent without an answer: then it may have arrived. */
  readonly isOnItsWay: boolean;
}

/**
 * A change that is not lost: what is typed is kept with its key until the hub has answered, over a reload as well, and is
 * sent again by itself when the line is back. The hub makes a change once for a key, so that nothing comes of a repeat.
 */
export function useKeptChange<Draft extends object>(parts: KeptChangeParts<Draft>): KeptChange<Draft> {
  const { name, empty } = parts;
  const client = useClient();
  const { id } = useAccount();
  const [kept, setKept] = useState<Kept<Draft>>(() => (drafts.read(name, id) as Kept<Draft> | null) ?? fresh(empty));
  const [standing, setStanding] = useState<Standing>(kept.isOnItsWay ? "not-sent" : "writing");
  const [reasons, setReasons] = useState<readonly Reason[]>([]);

  const keep = (next: Kept<Draft>) => {
    setKept(next);
    drafts.keep(name, id, next);
  };
  const send = async () => {
    if (standing === "sending" || standing === "done") return;
    setStanding("sending");
    setReasons([]);
    keep({ ...kept, isOnItsWay: true });
    const sent = await parts.send(client, kept.draft, kept.key);
    setStanding(sent.kind);
    if (sent.kind === "done") drafts.drop(name, id);
    if (sent.kind === "refused") {
      setReasons(sent.reasons);
      keep({ ...kept, isOnItsWay: false });
    }
  };
  const begin = () => {
    send().catch(() => setStanding("not-sent"));
  };

  const latest = useRef(begin);
  useEffect(() => {
    latest.current = begin;
  });
  const isWaiting = standing === "not-sent";
  useEffect(() => {
    if (!isWaiting) return undefined;
    const again = () => latest.current();
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [isWaiting]);

  return {
    key: kept.key,
    draft: kept.draft,
    standing,
    reasons,
    change(part) {
      keep({ ...kept, draft: { ...kept.draft, ...part } });
      if (standing === "refused") setStanding("writing");
    },
    send: begin,
    discard() {
      drafts.drop(name, id);
      setKept(fresh(empty));
      setStanding("writing");
      setReasons([]);
    },
  };
}

function fresh<Draft>(draft: Draft): Kept<Draft> {
  return { key: makeKey(), draft, isOnItsWay: false };
}
