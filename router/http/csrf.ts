import type { IncomingHttpHeaders } from "node:http";

/**
 * False for what a page of another site makes a browser send. Browsers say where a request comes from and scripts
 * cannot change it; programs that are no browser say nothing, and have no cookie that a page could ride on.
 */
export function isSameSite(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  const { origin, host } = headers;
  if (origin === undefined) return true;
  // The scheme is not compared, since a proxy may take TLS off; a sandboxed page says "null".
  return URL.canParse(origin) && new URL(origin).host === host;
}
