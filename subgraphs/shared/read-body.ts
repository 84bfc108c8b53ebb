import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";

/** The body was larger than allowed. The connection should be closed: the rest is not read. */
export class BodyTooLarge extends Error {}

/** The body did not arrive in time. The connection should be closed: the rest is not waited for. */
export class BodyTooLate extends Error {}

/** The body is no UTF-8: read as if it were, what it says in Chinese would be stored as other characters. */
export class BodyNotUtf8 extends SyntaxError {}

/** Reads a request's body as text, up to a limit in bytes, and where one is given in time. */
export function readBody(request: IncomingMessage, limitBytes: number, withinMs?: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = withinMs === undefined ? undefined : setTimeout(() => end(new BodyTooLate()), withinMs);
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) end(new BodyTooLarge());
      else chunks.push(chunk);
    };
    const onEnd = () => {
      end();
      const bytes = Buffer.concat(chunks);
      if (isUtf8(bytes)) resolve(bytes.toString("utf8"));
      else reject(new BodyNotUtf8("the body is not UTF-8"));
    };
    const onClose = () => end(new Error("the body was cut off"));
    const end = (error?: Error) => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", end);
      if (error === undefined) return;
      request.pause();
      // Of what is not read, an error that comes later has nobody else to hear it.
      request.on("error", () => undefined);
      reject(error);
    };
    request.on("data", onData).on("end", onEnd).on("close", onClose).on("error", end);
  });
}
