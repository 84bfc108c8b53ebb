const SIGNALS = ["SIGINT", "SIGTERM"] as const;

export interface Interrupt {
  signal: AbortSignal;
  release(): void;
}

/** Turns the first Ctrl-C into a wish to stop; the second ends the process as usual. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const stop = () => {
    release();
    controller.abort();
  };
  const release = () => SIGNALS.forEach((name) => process.off(name, stop));
  SIGNALS.forEach((name) => process.once(name, stop));
  return { signal: controller.signal, release };
}
