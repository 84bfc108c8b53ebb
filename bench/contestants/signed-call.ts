import { createHash, createHmac, randomUUID } from "node:crypto";
import type { Viewer } from "./viewer.ts";

/** The header in which a department that runs alone expects the router's word for a viewer. */
export const VIEWER_HEADER = "x-onedoor-viewer";

const LIFETIME_MS = 30_000;
const CLERKS_SCOPES = [
  "population:read",
  "population:read:name",
  "social-security:read",
  "medical-insurance:read",
  "civil-affairs:read",
];

/** Each department has a key of its own. */
export function callKeyOf(masterKey: string, department: string): string {
  return createHmac("sha256", masterKey).update(`onedoor call ${department}`).digest("hex");
}

/** Signs one call the way the router does. */
export function signCall(key: string, department: string, body: string, viewer: Viewer, purpose: string): string {
  const call = {
    audience: department,
    expiresAt: Date.now() + LIFETIME_MS,
    callId: randomUUID(),
    bodyHash: createHash("sha256").update(body).digest("base64url"),
    viewer: {
      id: viewer.id,
      roles: viewer.roles,
      areas: viewer.areas,
      department: null,
      residentId: null,
      scopes: CLERKS_SCOPES,
      purpose: { kind: "duty", detail: purpose.slice("duty:".length) },
      rolesHash: "hand-written",
    },
  };
  const text = Buffer.from(JSON.stringify(call)).toString("base64url");
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}
