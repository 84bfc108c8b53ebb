import type { ServerResponse } from "node:http";
import { compress, LEAST_BYTES_TO_COMPRESS, negotiateEncoding } from "./compress.ts";

/** Sends a text as it is. */
export function sendText(response: ServerResponse, status: number, mediaType: string, body: string): void {
  response.writeHead(status, { "content-type": typeOf(mediaType), "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** Sends a text, compressed if it is long enough and the client can read that. */
export async function sendCompressed(
  response: ServerResponse,
  status: number,
  mediaType: string,
  body: string,
): Promise<void> {
  // Shared caches may not keep answers at all; those that do not listen should at least not mix them up.
  response.appendHeader("vary", "accept-encoding");
  const encoding =
    Buffer.byteLength(body) < LEAST_BYTES_TO_COMPRESS
      ? null
      : negotiateEncoding(header(response.req.headers["accept-encoding"]));
  if (encoding === null) return sendText(response, status, mediaType, body);
  const bytes = await compress(encoding, body);
  response.writeHead(status, {
    "content-type": typeOf(mediaType),
    "content-encoding": encoding,
    "content-length": bytes.length,
  });
  response.end(bytes);
}

function typeOf(mediaType: string): string {
  return mediaType.includes("charset") ? mediaType : `${mediaType}; charset=utf-8`;
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(",") : value;
}
