import { createHmac, hash, randomUUID, timingSafeEqual } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { HubError } from "./errors.ts";
import { createViewer, type Viewer } from "./viewer.ts";

/** The header in which the router vouches for a viewer. */
export const VIEWER_HEADER = "x-onedoor-viewer";

const LIFETIME_MS = 30_000;
// More than any department answers in 30 seconds: a replay cannot outlive its place in this list.
const CALLS_REMEMBERED = 500_000;

const callSchema = z.strictObject({
  audience: z.string(),
  expiresAt: z.number(),
  callId: z.string(),
  bodyHash: z.string(),
  viewer: z.strictObject({
    id: z.string(),
    roles: z.array(z.string()),
    areas: z.array(z.string()),
    department: z.string().nullable(),
    residentId: z.string().nullable(),
    scopes: z.array(z.string()),
    purpose: z.strictObject({ kind: z.enum(["case", "item", "duty"]), detail: z.string() }).nullable(),
    rolesHash: z.string(),
  }),
});

/** Each department has a key of its own, so that one cannot speak to another as if it were the router. */
export function callKeyOf(masterKey: string, department: string): string {
  return createHmac("sha256", masterKey).update(`onedoor call ${department}`).digest("hex");
}

/** Signs one call: for this department, this body, this viewer, for 30 seconds, once. */
export function signCall(key: string, department: string, body: string, viewer: Viewer): string {
  const call: Omit<z.infer<typeof callSchema>, "viewer"> = {
    audience: department,
    expiresAt: Date.now() + LIFETIME_MS,
    callId: randomUUID(),
    bodyHash: sha256(body),
  };
  const json = `${JSON.stringify(call).slice(0, -1)},"viewer":${vouched(viewer)}}`;
  const text = Buffer.from(json).toString("base64url");
  return `${text}.${mac(key, text)}`;
}

// A viewer is written out once, for all the calls of all the requests it makes.
const written = new WeakMap<Viewer, string>();

function vouched(viewer: Viewer): string {
  const known = written.get(viewer);
  if (known !== undefined) return known;
  const scopes = [...viewer.grants].flatMap((grant) => (grant.startsWith("scope:") ? [grant.slice(6)] : []));
  const { id, roles, areas, department, residentId, purpose, rolesHash } = viewer;
  const vouch: z.infer<typeof callSchema>["viewer"] = {
    id,
    roles: [...roles],
    areas: [...areas],
    department,
    residentId,
    scopes,
    purpose,
    rolesHash,
  };
  const json = JSON.stringify(vouch);
  written.set(viewer, json);
  return json;
}

/** Checks signed calls of one department. Anything but a fresh, untouched call throws UNAUTHENTICATED. */
export function createCallVerifier(
  key: string,
  department: string,
): (header: string | undefined, body: string) => Viewer {
  const seen = new LRUCache<string, true>({ max: CALLS_REMEMBERED, ttl: LIFETIME_MS });
  return (header, body) => {
    const [text = "", signature = ""] = (header ?? "").split(".");
    if (!isEqual(signature, mac(key, text))) throw new HubError("UNAUTHENTICATED");
    const call = callSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    const isFresh = call.expiresAt > Date.now() && call.expiresAt <= Date.now() + LIFETIME_MS;
    const isOurs = call.audience === department && isEqual(call.bodyHash, sha256(body));
    if (!isFresh || !isOurs || seen.has(call.callId)) throw new HubError("UNAUTHENTICATED");
    seen.set(call.callId, true);
    const { scopes, ...viewer } = call.viewer;
    return createViewer({ ...viewer, scopes: new Set(scopes), expiresAt: call.expiresAt });
  };
}

function sha256(text: string): string {
  return hash("sha256", text, "base64url");
}

function mac(key: string, text: string): string {
  return createHmac("sha256", key).update(text).digest("base64url");
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
