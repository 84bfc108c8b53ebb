/** Runs the closing steps, last opened first, once SIGINT or SIGTERM arrives; then lets the process end. */
export function closeOnSignal(steps: readonly (() => Promise<void>)[]): Promise<void> {
  return new Promise((resolve) => {
    let isClosing = false;
    const close = async (): Promise<void> => {
      if (isClosing) return;
      isClosing = true;
      for (const step of [...steps].reverse()) await step().catch(() => undefined);
      resolve();
    };
    process.on("SIGINT", () => void close());
    process.on("SIGTERM", () => void close());
  });
}
