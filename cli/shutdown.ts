/** Runs the closing steps, last opened first, once SIGINT or SIGTERM arrives; then lets the process end. */
export function closeOnSignal(steps: readonly (() => Promise<void>)[]): Promise<void> {
  return new Promise((resolve) => {
    let isClosing = false;
    const closeAll = async (): Promise<void> => {
      for (const step of [...steps].reverse()) await step().catch(() => undefined);
    };
    const close = (): void => {
      if (isClosing) return;
      isClosing = true;
      closeAll().then(resolve, resolve);
    };
    process.on("SIGINT", close);
    process.on("SIGTERM", close);
  });
}
