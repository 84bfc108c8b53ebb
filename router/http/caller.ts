import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

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

// A proxy on this machine has the machine's own address too, and says with one of these whom it speaks for.
const FORWARDING = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

interface Arrival {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingHttpHeaders;
}

/** True when the connection comes from this machine and no proxy says that it speaks for somebody else. */
export function isFromThisHost({ socket, headers }: Arrival): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  const isLoopback = address === "::1" || /^127(?:\.\d{1,3}){3}$/.test(address);
  return isLoopback && FORWARDING.every((name) => headers[name] === undefined);
}
