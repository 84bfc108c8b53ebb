import type { Log } from "../router/logger.ts";

/** Runs the closing steps, last opened first, once SIGINT or SIGTERM arrives; then lets the process end. */
export function closeOnSignal(steps: readonly (() => Promise<void>)[], logger: Log): Promise<void> {
  logCrash(logger);
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

/** Node would print the error as it is, and with it the values that the database driver hangs on its errors. */
function logCrash(logger: Log): void {
  process.once("uncaughtException", (error) => {
    logger.fatal({ error }, "the process ends: nothing was prepared for this error");
    process.exit(1);
  });
}
