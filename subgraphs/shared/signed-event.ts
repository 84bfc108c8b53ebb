import { createHmac } from "node:crypto";
import { z } from "zod";
import { HubError } from "./errors.ts";
import type { HeardEvent } from "./hear.ts";
import { isEqual, mac, sha256 } from "./mac.ts";

/** The header in which a department vouches for an event. */
export const EVENT_HEADER = "x-onedoor-event";

const LIFETIME_MS = 30_000;

const sealSchema = z.strictObject({ audience: z.string(), expiresAt: z.number(), bodyHash: z.string() });
const eventSchema = z.strictObject({
  id: z.uuid(),
  from: z.string(),
  name: z.string(),
  version: z.number().int(),
  residentId: z
    .string()
    .regex(/^\d{1,18}$/)
    .nullable(),
  areaCode: z.string(),
  payload: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  appendedAt: z.string(),
});

/** Good for events to this hearer and for nothing else: who may deliver must not be able to call as a router does. */
function eventKeyOf(masterKey: string, hearer: string): string {
  return createHmac("sha256", masterKey).update(`onedoor event ${hearer}`).digest("hex");
}

/** Signs one event: for this department, this body, for 30 seconds. Sent again it does no harm: the inbox knows it. */
export function signEvent(masterKey: string, hearer: string, body: string): string {
  const seal = { audience: hearer, expiresAt: Date.now() + LIFETIME_MS, bodyHash: sha256(body) };
  const text = Buffer.from(JSON.stringify(seal)).toString("base64url");
  return `${text}.${mac(eventKeyOf(masterKey, hearer), text)}`;
}

export type ReadSignedEvent = (header: string, body: string) => HeardEvent;

/** Reads what was signed for one department, with one of these master keys. Anything else throws UNAUTHENTICATED. */
export function signedEventReader(masterKeys: readonly string[], hearer: string): ReadSignedEvent {
  const keys = masterKeys.map((key) => eventKeyOf(key, hearer));
  return (header, body) => {
    const [text = "", signature = ""] = header.split(".");
    if (!keys.some((key) => isEqual(signature, mac(key, text)))) throw new HubError("UNAUTHENTICATED");
    const seal = sealSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    const isFresh = seal.expiresAt > Date.now() && seal.expiresAt <= Date.now() + LIFETIME_MS;
    if (!isFresh || seal.audience !== hearer || !isEqual(seal.bodyHash, sha256(body)))
      throw new HubError("UNAUTHENTICATED");
    return eventSchema.parse(JSON.parse(body));
  };
}
