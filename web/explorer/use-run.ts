import { useEffect, useRef, useState } from "react";
import type { Asked, Asker } from "./asker.ts";

export interface Run {
  /** The newest answer as text; empty before the first. */
  readonly answer: string;
  readonly isRunning: boolean;
  run(asked: Asked, isSubscription: boolean): void;
  stop(): void;
  /** Puts words of the page where an answer would stand. */
  say(words: string): void;
}

/** One operation at a time: what is run while another is under way ends it. */
export function useRun(asker: Asker, failed: string): Run {
  const [answer, setAnswer] = useState("");
  const [isRunning, setRunning] = useState(false);
  const current = useRef<AbortController | null>(null);
  const stop = () => {
    current.current?.abort();
    current.current = null;
    setRunning(false);
  };
  useEffect(() => () => current.current?.abort(), []);

  const follow = async (asked: Asked, isSubscription: boolean, own: AbortController) => {
    try {
      for await (const part of asker.ask(asked, isSubscription, own.signal)) {
        if (own.signal.aborted) return;
        setAnswer(JSON.stringify(part, null, 2));
      }
    } catch {
      if (!own.signal.aborted) setAnswer(failed);
    } finally {
      if (current.current === own) stop();
    }
  };
  return {
    answer,
    isRunning,
    run(asked, isSubscription) {
      stop();
      const own = new AbortController();
      current.current = own;
      setRunning(true);
      setAnswer("");
      follow(asked, isSubscription, own).catch(() => setAnswer(failed));
    },
    stop,
    say: setAnswer,
  };
}
