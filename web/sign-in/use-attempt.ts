import { useState } from "react";

export interface Attempt {
  readonly isUnderWay: boolean;
  readonly error: unknown;
  run(act: () => Promise<void>): void;
}

/** One try at something with the hub's sign-in: under way, refused, or through. A second one waits for the first. */
export function useAttempt(): Attempt {
  const [isUnderWay, setUnderWay] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const attempt = async (act: () => Promise<void>) => {
    setUnderWay(true);
    setError(null);
    try {
      await act();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setUnderWay(false);
    }
  };
  return {
    isUnderWay,
    error,
    run(act) {
      if (!isUnderWay) attempt(act).catch(() => undefined);
    },
  };
}
