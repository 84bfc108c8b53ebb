import type { Log } from "../router/telemetry/logger.ts";

const CLOSED_WITHIN_MS = 30_000;

/**
 * Runs the closing steps, last opened first, once SIGINT or SIGTERM arrives; then lets the process end. What the process
 * can't do without may be `lost`: it closes then as well, and fails, so that its service manager starts it again.
 */
export function closeOnSignal(
  steps: readonly (() => Promise<void>)[],
  logger: Log,
  lost: Promise<Error> = new Promise(() => undefined),
): Promise<void> {
  logCrash(logger);
  return new Promise((resolve, reject) => {
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
    lost
      .then((error) => {
        if (isClosing) return;
        isClosing = true;
        logger.fatal({ reason: error.message }, "the process ends: it has lost what it can't do without");
        // A step may wait for what is lost.
        setTimeout(() => process.exit(1), CLOSED_WITHIN_MS).unref();
        closeAll().then(() => reject(error), reject);
      })
      .catch(reject);
  });
}

/** Node would print the error as it is, and with it the values that the database driver hangs on its errors. */
function logCrash(logger: Log): void {
  process.once("uncaughtException", (error) => {
    logger.fatal({ error }, "the process ends: nothing was prepared for this error");
    process.exit(1);
  });
}
