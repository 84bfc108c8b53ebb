import type { IncomingHttpHeaders } from "node:http";

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
