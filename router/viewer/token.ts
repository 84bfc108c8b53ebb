import { LRUCache } from "lru-cache";
import { z } from "zod";
import { HubError } from "../../subgraphs/shared/errors.ts";
import {
  isForOwnRecord,
  type Purpose,
  type PurposeKind,
  readPurpose,
  writeRefusedPurpose,
} from "../../subgraphs/shared/purpose.ts";
import { createViewer, type Viewer, type ViewerClaims } from "../../subgraphs/shared/viewer.ts";
import type { FindEmergency, PurposeLookups } from "./purpose-lookups.ts";
import {
  CLOCK_SKEW_SECONDS,
  type Standing,
  type TokenMarks,
  type TrustedIssuer,
  verifyByAny,
} from "./trusted-issuers.ts";

/** What a token's roles allow; the reader of schema/roles.yaml. */
export interface RoleBook {
  readonly hash: string;
  scopesOf(roles: readonly string[], department: string | null): ReadonlySet<string>;
  /** Kinds of purpose the roles may give; another kind counts as none given. */
  purposesOf(roles: readonly string[]): ReadonlySet<PurposeKind>;
  findConflict(roles: readonly string[]): readonly [string, string] | null;
  /** How many roles one person holds at most. */
  readonly mostRoles: number;
}

/** Turns the two headers a caller sends into a viewer. */
export interface TokenReader {
  /**
   * Rejects with UNAUTHENTICATED, which never says which of the checks failed, and with SUBGRAPH_UNAVAILABLE while it
   * can't be told whether the token still stands. A purpose that names what is not there counts as none, and so do two
   * at once; what was given then stands in the viewer as refused. Without lookups, the purpose of an emergency is none,
   * and of others only the form is known.
   */
  read(
    authorization: string | undefined,
    purposes: readonly string[] | undefined,
    lookups?: PurposeLookups,
  ): Promise<Viewer>;
  /** False while revoked tokens cannot be checked here; absent where they always can. */
  readonly knowsStanding?: () => boolean;
  /** How tokens were found since the start; absent where none are read. */
  readonly counts?: Readonly<TokenCounts>;
}

/** Tokens whose signature was checked, by what came of it, and those known from before. */
export interface TokenCounts {
  verified: number;
  refused: number;
  known: number;
}

/** No token lives longer, so that a right taken away is gone soon (design, section 5). */
export const LONGEST_TOKEN_SECONDS = 15 * 60;
const TOKENS_KEPT = 30_000;
// Ended tokens are never asked for again, so nothing but this takes them away before the cache is full.
const PURGE_EVERY = 1_000;

const claimsSchema = z.object({
  sub: z.string().min(1).max(128),
  exp: z.number(),
  roles: z.array(z.string()).max(16).default([]),
  areas: z.array(z.string()).max(64).default([]),
  department: z.string().nullish(),
  resident_id: z.string().nullish(),
  scope: z.string().optional(),
  rights_version: z.int().min(0).default(0),
  makers: z.array(z.string()).default([]),
  sid: z.string().max(64).nullish(),
  // A name that is too long is none: it must not keep anybody out.
  name: z.string().max(100).nullish().catch(null),
});

interface Known {
  readonly standing: Standing | undefined;
  readonly marks: TokenMarks;
  readonly claims: z.infer<typeof claimsSchema>;
  readonly scopes: ReadonlySet<string>;
  /** By kind of purpose: but for the purpose's own words, viewers of one token and kind are equal. */
  readonly viewers: Map<PurposeKind | null, Viewer>;
  /** Kinds of purpose that the roles may give. */
  readonly kinds: ReadonlySet<PurposeKind>;
  /** What was last given as a purpose, and what came of it: all looks into one matter give the same. */
  last: { readonly header: string; readonly asking: Asking } | null;
}

/** A viewer with a purpose that is well formed and of a kind the roles may give. */
interface Asking {
  readonly purpose: Purpose | null;
  /** With the purpose, except that of an emergency: only a look-up can tell one, and it may end at any moment. */
  readonly viewer: Viewer;
}

/** Verifies tokens of the trusted issuers. A verified token is remembered until it expires. */
export function createTokenReader(issuers: readonly TrustedIssuer[], roles: RoleBook): TokenReader {
  const known = new LRUCache<string, Known>({ max: TOKENS_KEPT });
  const counts: TokenCounts = { verified: 0, refused: 0, known: 0 };

  const verify = async (token: string): Promise<Known> => {
    const { payload, by } = await verifyByAny(token, issuers);
    const { standing } = by;
    const claims = claimsSchema.parse(payload);
    if (by.isForeign === true) {
      claims.sub = `${by.issuer} ${claims.sub}`;
      claims.makers = [];
    }
    if (claims.exp > nowSeconds() + LONGEST_TOKEN_SECONDS + CLOCK_SKEW_SECONDS) throw new Error("lives too long");
    if (new Set(claims.roles).size > roles.mostRoles) throw new Error("more roles than one person holds");
    if (roles.findConflict(claims.roles) !== null) throw new Error("roles in conflict");
    const granted = roles.scopesOf(claims.roles, claims.department ?? null);
    // The token's own scope can only narrow what its roles give.
    const narrowed = claims.scope?.split(" ");
    const scopes = new Set([...granted].filter((scope) => narrowed?.includes(scope) ?? true));
    const marks = { accountId: claims.sub, rightsVersion: claims.rights_version, sessionId: claims.sid ?? null };
    const kinds = roles.purposesOf(claims.roles);
    return { standing, marks, claims, scopes, kinds, viewers: new Map(), last: null };
  };

  const viewerWith = async (
    entry: Known,
    header: string | undefined,
    lookups: PurposeLookups | undefined,
  ): Promise<Viewer> => {
    const { purpose, viewer } = askingWith(entry, header, roles);
    if (purpose === null || lookups === undefined) return viewer;
    if (purpose.kind === "emergency") return openEmergency(entry, viewer, purpose, lookups.findEmergency);
    const bare = askingWith(entry, undefined, roles).viewer;
    return (await isThere(purpose, bare, lookups)) ? viewer : bare;
  };

  return {
    counts,
    knowsStanding: () => issuers.every(({ standing }) => standing?.isKnown() ?? true),
    async read(authorization, headers = [], lookups) {
      const token = bearer(authorization);
      let entry = known.get(token);
      if (entry === undefined) {
        entry = await verify(token).catch(() => {
          counts.refused += 1;
          throw new HubError("UNAUTHENTICATED");
        });
        counts.verified += 1;
        known.set(token, entry, { ttl: Math.max(1, entry.claims.exp * 1000 - Date.now()) });
        if (counts.verified % PURGE_EVERY === 0) known.purgeStale();
      } else counts.known += 1;
      if (entry.claims.exp <= nowSeconds()) throw new HubError("UNAUTHENTICATED");
      requireStanding(entry);
      const viewer = await viewerWith(entry, headers.length === 1 ? headers[0] : undefined, lookups);
      if (viewer.purpose !== null || headers.length === 0) return viewer;
      return { ...viewer, refusedPurpose: writeRefusedPurpose(headers) };
    },
  };
}

function requireStanding({ standing, marks }: Known): void {
  if (standing === undefined) return;
  if (!standing.isKnown()) {
    throw new HubError("SUBGRAPH_UNAVAILABLE", "Your permissions cannot be checked right now. Try again later.");
  }
  if (standing.isOver(marks)) throw new HubError("UNAUTHENTICATED");
}

function askingWith(entry: Known, header: string | undefined, roles: RoleBook): Asking {
  if (header === undefined) return { purpose: null, viewer: viewerFor(entry, null, roles) };
  if (entry.last?.header === header) return entry.last.asking;
  const purpose = permittedPurpose(entry, header);
  const asking = { purpose, viewer: viewerFor(entry, purpose?.kind === "emergency" ? null : purpose, roles) };
  entry.last = { header, asking };
  return asking;
}

function viewerFor(entry: Known, purpose: Purpose | null, roles: RoleBook): Viewer {
  const kind = purpose?.kind ?? null;
  const known = entry.viewers.get(kind);
  if (known !== undefined) return purpose === null ? known : { ...known, purpose };
  const viewer = createViewer(viewerClaims(entry, purpose, roles.hash));
  entry.viewers.set(kind, viewer);
  return viewer;
}

function permittedPurpose({ kinds }: Known, header: string): Purpose | null {
  const purpose = readPurpose(header);
  return purpose !== null && kinds.has(purpose.kind) ? purpose : null;
}

/** Whether there is what the purpose names, for a viewer who has given none yet. */
function isThere(purpose: Purpose, viewer: Viewer, lookups: PurposeLookups): boolean | Promise<boolean> {
  if (purpose.kind === "case") return lookups.isVisibleCase(viewer, purpose.detail);
  if (purpose.kind !== "item") return true;
  return (viewer.residentId !== null && isForOwnRecord(purpose)) || lookups.isOpenItem(purpose.detail);
}

async function openEmergency(entry: Known, viewer: Viewer, purpose: Purpose, find: FindEmergency): Promise<Viewer> {
  const grant = await find(viewer, purpose.detail);
  if (grant === null || grant.expiresAt <= Date.now()) return viewer;
  const claims = viewerClaims(entry, purpose, viewer.rolesHash);
  const expiresAt = Math.min(grant.expiresAt, viewer.expiresAt);
  return createViewer({ ...claims, emergencyResidentId: grant.residentId, expiresAt });
}

function viewerClaims({ claims, scopes }: Known, purpose: Purpose | null, rolesHash: string): ViewerClaims {
  return {
    id: claims.sub,
    name: claims.name ?? null,
    roles: claims.roles,
    areas: claims.areas,
    department: claims.department ?? null,
    residentId: claims.roles.includes("resident") ? (claims.resident_id ?? null) : null,
    makers: claims.makers,
    scopes,
    purpose,
    expiresAt: claims.exp * 1000,
    rolesHash,
  };
}

function bearer(authorization: string | undefined): string {
  const match = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? "");
  if (match?.[1] === undefined) throw new HubError("UNAUTHENTICATED");
  return match[1];
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
