import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { readHeaderList } from "../../subgraphs/shared/header-list.ts";

export type Encoding = "br" | "gzip";

/** Below it an answer fits into one packet with its headers, and compressing it saves nothing. */
export const LEAST_BYTES_TO_COMPRESS = 1024;

// Of 100 residents' statuses, 55 KB, it leaves 1.8 KB in 0.15 ms; the default of 11 takes 200 ms for 0.7 KB less.
const BROTLI_QUALITY = 4;

/** Picks what the client prefers of what the hub can do; null to send the answer as it is. */
export function negotiateEncoding(acceptEncoding: string | undefined): Encoding | null {
  const qualities = new Map(readHeaderList(acceptEncoding).map(({ value, quality }) => [value, quality]));
  const others = qualities.get("*") ?? 0;
  const brotli = qualities.get("br") ?? others;
  const gzipped = qualities.get("gzip") ?? others;
  if (brotli > 0 && !(gzipped > brotli)) return "br";
  return gzipped > 0 ? "gzip" : null;
}

/** Compresses on one of the process's helper threads: other requests go on meanwhile. */
export function compress(encoding: Encoding, body: string): Promise<Buffer> {
  return encoding === "gzip" ? gzipAside(body) : brotliAside(body, { params: brotliParameters(body) });
}

const gzipAside = promisify<string, Buffer>(gzip);
const brotliAside = promisify(brotliCompress);

function brotliParameters(body: string) {
  return {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
}
