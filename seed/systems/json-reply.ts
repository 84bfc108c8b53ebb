import type { LegacyReply } from "./legacy-server.ts";

export function jsonReply(status: number, body: object): LegacyReply {
  return { status, contentType: "application/json;charset=UTF-8", body: Buffer.from(JSON.stringify(body)) };
}

/** The list of texts under a name of a question in JSON; empty when it is none. */
export function textsOf(body: unknown, name: string): readonly string[] {
  const given: unknown = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[name] : null;
  return Array.isArray(given) ? given.filter((one) => typeof one === "string") : [];
}
