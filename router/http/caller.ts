import type { IncomingMessage } from "node:http";

/**
 * The address somebody comes from, for limits. Behind proxies it is what the outermost of ours has written down, which
 * is as many places from the end of x-forwarded-for as there are proxies: what stands before it anybody can invent.
 */
export function clientAddress(
  { headers, socket }: Pick<IncomingMessage, "headers" | "socket">,
  proxies: number,
): string {
  const own = (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  if (proxies === 0) return own;
  const header = headers["x-forwarded-for"];
  const told = (Array.isArray(header) ? header.join(",") : (header ?? "")).split(",").map((one) => one.trim());
  const address = told.at(-proxies);
  return address === undefined || address === "" ? own : address;
}
