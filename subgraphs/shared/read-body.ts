import type { IncomingMessage } from "node:http";

/** The body was larger than allowed. The connection should be closed: the rest is not read. */
export class BodyTooLarge extends Error {}

/** Reads a request's body as text, up to a limit in bytes. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
