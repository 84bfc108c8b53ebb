import { createHmac, randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import { HubError } from "./errors.ts";
import { isEqual, mac, sha256 } from "./mac.ts";
import { purposeKinds } from "./purpose.ts";
import { createViewer, type Viewer } from "./viewer.ts";

/** The header in which the router vouches for a viewer. */
export const VIEWER_HEADER = "x-onedoor-viewer";
/** The header in which it vouches for several calls in one body, each with a viewer of its own. */
export const CALLS_HEADER = "x-onedoor-calls";

const LIFETIME_MS = 30_000;
// More than any department answers in 30 seconds: a replay cannot outlive its place in this list.
const CALLS_REMEMBERED = 500_000;

const viewerSchema = z.strictObject({
  id: z.string(),
  roles: z.array(z.string()),
  areas: z.array(z.string()),
  department: z.string().nullable(),
  residentId: z.string().nullable(),
  // Written only while there is one: a department of the version before knows nothing of it.
  emergencyResidentId: z.string().exactOptional(),
  makers: z.array(z.string()).exactOptional(),
  scopes: z.array(z.string()),
  purpose: z.strictObject({ kind: z.enum(purposeKinds), detail: z.string() }).nullable(),
  rolesHash: z.string(),
});

const sealSchema = z.strictObject({
  audience: z.string(),
  expiresAt: z.number(),
  callId: z.string(),
  bodyHash: z.string(),
});
const callSchema = z.strictObject({ ...sealSchema.shape, viewer: viewerSchema });

const groupSchema = z.strictObject({
  calls: z.array(
    z.strictObject({
      operation: z.string(),
      variables: z.record(z.string(), z.unknown()),
      requestId: z.string(),
      viewer: viewerSchema,
    }),
  ),
});

type Seal = z.infer<typeof sealSchema>;
type Vouch = z.infer<typeof viewerSchema>;

/** One of the calls the router sends together, for the viewer it vouches for. */
export interface VouchedCall {
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly requestId: string;
  readonly viewer: Viewer;
}

/** Each department has a key of its own, so that one cannot speak to another as if it were the router. */
export function callKeyOf(masterKey: string, department: string): string {
  return createHmac("sha256", masterKey).update(`onedoor call ${department}`).digest("hex");
}

/** Signs one call: for this department, this body, this viewer, for 30 seconds, once. */
export function signCall(key: string, department: string, body: string, viewer: Viewer): string {
  const seal = JSON.stringify(sealOf(department, body));
  return sealed(key, `${seal.slice(0, -1)},"viewer":${vouched(viewer)}}`);
}

/** The body of several calls; `signCalls` vouches for it, and for the viewer of each. */
export function writeCalls(calls: readonly VouchedCall[]): string {
  const written = calls.map(({ operation, variables, requestId, viewer }) => {
    return `${JSON.stringify({ operation, variables, requestId }).slice(0, -1)},"viewer":${vouched(viewer)}}`;
  });
  return `{"calls":[${written.join(",")}]}`;
}

/** Signs several calls that travel in one body. */
export function signCalls(key: string, department: string, body: string): string {
  return sealed(key, JSON.stringify(sealOf(department, body)));
}

function sealOf(audience: string, body: string): Seal {
  return { audience, expiresAt: Date.now() + LIFETIME_MS, callId: randomUUID(), bodyHash: sha256(body) };
}

function sealed(key: string, json: string): string {
  const text = Buffer.from(json).toString("base64url");
  return `${text}.${mac(key, text)}`;
}

// A viewer is written out once, for all the calls of all the requests it makes.
const written = new WeakMap<Viewer, string>();

function vouched(viewer: Viewer): string {
  const known = written.get(viewer);
  if (known !== undefined) return known;
  const scopes = [...viewer.grants].flatMap((grant) => (grant.startsWith("scope:") ? [grant.slice(6)] : []));
  const { id, roles, areas, department, residentId, emergencyResidentId, makers, purpose, rolesHash } = viewer;
  const vouch: Vouch = {
    id,
    roles: [...roles],
    areas: [...areas],
    department,
    residentId,
    ...(emergencyResidentId === null ? {} : { emergencyResidentId }),
    ...(makers.length === 0 ? {} : { makers: [...makers] }),
    scopes,
    purpose,
    rolesHash,
  };
  const json = JSON.stringify(vouch);
  written.set(viewer, json);
  return json;
}

/** Checks what the router signed for one department. Anything but a fresh, untouched call throws UNAUTHENTICATED. */
export interface CallVerifier {
  viewerOf(header: string | undefined, body: string): Viewer;
  callsOf(header: string | undefined, body: string): VouchedCall[];
}

export function createCallVerifier(key: string, department: string, previousKey?: string): CallVerifier {
  // Counted as a size, because a `max` takes the memory of a full list at once: some 20 MB for each department.
  const seen = new LRUCache<string, true>({ maxSize: CALLS_REMEMBERED, sizeCalculation: () => 1, ttl: LIFETIME_MS });

  const open = <Signed extends Seal>(schema: z.ZodType<Signed>, header: string | undefined, body: string): Signed => {
    const [text = "", signature = ""] = (header ?? "").split(".");
    const isOfPrevious = () => previousKey !== undefined && isEqual(signature, mac(previousKey, text));
    if (!isEqual(signature, mac(key, text)) && !isOfPrevious()) throw new HubError("UNAUTHENTICATED");
    const call = schema.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    const isFresh = call.expiresAt > Date.now() && call.expiresAt <= Date.now() + LIFETIME_MS;
    const isOurs = call.audience === department && isEqual(call.bodyHash, sha256(body));
    if (!isFresh || !isOurs || seen.has(call.callId)) throw new HubError("UNAUTHENTICATED");
    seen.set(call.callId, true);
    return call;
  };

  return {
    viewerOf(header, body) {
      const { viewer, expiresAt } = open(callSchema, header, body);
      return viewerFrom(viewer, expiresAt);
    },
    callsOf(header, body) {
      const { expiresAt } = open(sealSchema, header, body);
      const { calls } = groupSchema.parse(JSON.parse(body));
      return calls.map((call) => ({ ...call, viewer: viewerFrom(call.viewer, expiresAt) }));
    },
  };
}

function viewerFrom({ scopes, ...viewer }: Vouch, expiresAt: number): Viewer {
  return createViewer({ ...viewer, scopes: new Set(scopes), expiresAt });
}
