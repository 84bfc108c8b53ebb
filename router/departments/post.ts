import { isUtf8 } from "node:buffer";
import type { Pool } from "undici";
import { LoggableError } from "../telemetry/logged-error.ts";

export interface PostOptions {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** From the moment it is asked for to the last byte of its reply. */
  readonly timeoutMs: number;
  /** Gets the bytes of a reply as they arrive. It may throw, and that ends the call. */
  readonly onBytes: (chunk: Buffer, status: number) => void;
}

/**
 * One POST; gives the status once the last byte has come. On undici's dispatch and with a timer of its own: the streams
 * and abort signals of `request` cost the router as much as the whole rest of a call (docs/adr/0026).
 */
export function post(pool: Pool, { path, headers, body, timeoutMs, onBytes }: PostOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    let status = 0;
    let abort: ((reason: Error) => void) | null = null;
    let late: Error | null = null;
    const timer = setTimeout(() => {
      late = new LoggableError(`no answer within ${timeoutMs} ms`);
      reject(late);
      abort?.(late);
    }, timeoutMs);
    pool.dispatch(
      { method: "POST", path, headers, body },
      {
        onRequestStart(controller) {
          abort = (reason) => controller.abort(reason);
          // It waited for a connection until it was too late.
          if (late !== null) abort(late);
        },
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          onBytes(chunk, status);
        },
        onResponseEnd() {
          clearTimeout(timer);
          resolve(status);
        },
        onResponseError(_controller, error) {
          clearTimeout(timer);
          reject(error);
        },
      },
    );
  });
}

/** The same, with the whole reply as a text. */
export async function postForText(
  pool: Pool,
  options: Omit<PostOptions, "onBytes">,
): Promise<{ status: number; text: string }> {
  const chunks: Buffer[] = [];
  const status = await post(pool, { ...options, onBytes: (chunk) => chunks.push(chunk) });
  const [first] = chunks;
  const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
  return { status, text: readReplyText(bytes) };
}

/** What is no UTF-8 is no answer: read as if it were, it would show and record other characters than were sent. */
export function readReplyText(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new LoggableError("a reply that is not UTF-8");
  return bytes.toString("utf8");
}
