import type { Pool } from "undici";
import { LoggableError } from "./logged-error.ts";

export interface PostReply {
  readonly status: number;
  readonly text: string;
}

/**
 * One POST with a deadline from the moment it is asked for to the last byte of its reply. On undici's dispatch and
 * with a timer of its own: the streams and abort signals of `request` cost the router as much as the whole rest of a
 * call (bench/results.md).
 */
export function post(
  pool: Pool,
  path: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<PostReply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
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
          chunks.push(chunk);
        },
        onResponseEnd() {
          clearTimeout(timer);
          const [first] = chunks;
          const bytes = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
          resolve({ status, text: bytes.toString("utf8") });
        },
        onResponseError(_controller, error) {
          clearTimeout(timer);
          reject(error);
        },
      },
    );
  });
}
