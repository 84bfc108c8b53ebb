export interface Looking {
  /** Looks at once, unless a look is under way or it is closed. */
  now(): void;
  /** No look begins any more. Resolves when the one under way has ended. */
  close(): Promise<void>;
}

export interface LookOptions {
  /** The first look begins at once, and not after the first wait. */
  readonly isFirstAtOnce?: boolean;
  /** Told why a look failed; the next one comes all the same. */
  readonly onFault?: (error: unknown) => void;
}

/**
 * Looks again and again, never twice at once, until it is closed. The wait counts from the end of a look, and keeps no
 * process alive.
 */
export function lookEvery(
  waitMs: number | (() => number),
  look: () => Promise<void>,
  { isFirstAtOnce = false, onFault = () => undefined }: LookOptions = {},
): Looking {
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | null = null;
  let isClosed = false;
  const wait = (): void => {
    underWay = null;
    if (!isClosed) timer = setTimeout(now, typeof waitMs === "number" ? waitMs : waitMs()).unref();
  };
  const now = (): void => {
    if (isClosed || underWay !== null) return;
    clearTimeout(timer);
    underWay = Promise.resolve()
      .then(look)
      .catch(onFault)
      // A report that fails must not end the looks.
      .catch(() => undefined)
      .then(wait);
  };
  if (isFirstAtOnce) now();
  else wait();
  return {
    now,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}
