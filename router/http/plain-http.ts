import type { IncomingMessage } from "node:http";
import type { Log } from "../telemetry/logger.ts";

const told = new WeakSet<Log>();

/**
 * A browser that opened the hub over plain HTTP drops the session's cookie, which is for TLS alone, and shows the form
 * again. The log says so once: each further sign-in would only say the same.
 */
export function tellOfPlainHttp(logger: Log, { headers }: IncomingMessage, cookies: readonly string[]): void {
  // A page says by which scheme it was opened; the hub itself sees what its proxy sends.
  const isPlain = headers.origin?.startsWith("http://") === true;
  if (!isPlain || told.has(logger) || !cookies.some((cookie) => /;\s*secure\b/i.test(cookie))) return;
  told.add(logger);
  logger.warn(
    { cookie: "secure" },
    "somebody signed in over plain HTTP, where browsers drop the session's cookie: put TLS in front of the hub, as README.md says under Sign in",
  );
}
