import { LRUCache } from "lru-cache";
import { isAreaPrefix } from "./area.ts";
import type { Purpose } from "./purpose.ts";

/**
 * Who asks, as far as every layer needs to know. Made once per token and purpose by
 * `createViewer`; never built by hand outside tests.
 */
export interface Viewer {
  /** Account id (`sub` of the token). */
  readonly id: string;
  /** As the token names a member of staff, for the access record; null for residents, and where it says nothing. */
  readonly name: string | null;
  readonly roles: readonly string[];
  /** GB/T 2260 prefixes of 2, 4, 6, 9 or 12 digits. Empty means no rows at all. */
  readonly areas: readonly string[];
  readonly department: string | null;
  /** Set only for the `resident` role: the one person this viewer is. */
  readonly residentId: string | null;
  /**
   * The one person whom a confirmed emergency access opens; every other row, of the areas too, is out of sight
   * meanwhile (docs/adr/0033). Null without one. It is about rows alone: scopes and masks stay as they are.
   */
  readonly emergencyResidentId: string | null;
  /**
   * Accounts that in the last 30 days had a hand in making this one (docs/adr/0056): for acts of two persons they and it
   * count as one.
   */
  readonly makers: readonly string[];
  readonly purpose: Purpose | null;
  /** What was given and is no purpose, as the access record keeps it; null with a purpose, and where nothing was given. */
  readonly refusedPurpose: string | null;
  /** Grants in the form `Requirement`s ask for: `authenticated`, `scope:…`, `policy:…`. */
  readonly grants: ReadonlySet<string>;
  /** Equal for two viewers exactly when they may see the same fields. */
  readonly fieldKey: string;
  /**
   * Equal for two viewers only when every department answers them alike: scopes, rows, department, roles, and
   * whether there is a purpose. Its words decide nothing; each look is recorded with its own.
   */
  readonly shareKey: string;
  /** When the token, or the emergency access if that is sooner, ends, in milliseconds of Unix time. */
  readonly expiresAt: number;
  /** Version of roles.yaml the scopes came from, for the access record. */
  readonly rolesHash: string;
}

export interface ViewerClaims {
  id: string;
  /** Left out where it is of no use: departments are not told. */
  name?: string | null;
  roles: readonly string[];
  areas: readonly string[];
  department: string | null;
  residentId: string | null;
  /** Left out unless an emergency access is open. */
  emergencyResidentId?: string | null;
  /** Left out where nobody made the account lately. */
  makers?: readonly string[];
  scopes: ReadonlySet<string>;
  purpose: Purpose | null;
  rolesHash: string;
  /** Left out where no token is behind the viewer. */
  expiresAt?: number;
}

/** Turns checked claims into a viewer. Malformed areas make the viewer see no rows. */
export function createViewer(claims: ViewerClaims): Viewer {
  // A resident sees their own record only, whatever areas the token names beside it.
  const isResident = claims.roles.includes("resident");
  const areas = !isResident && claims.areas.every(isAreaPrefix) ? [...claims.areas].sort() : [];
  const { grants, fieldKey, number } = grantsOf(claims.scopes, claims.purpose !== null);
  const emergencyResidentId = claims.emergencyResidentId ?? null;
  const rowKey = `${areas.join(",")}|${claims.residentId ?? ""}|${emergencyResidentId ?? ""}`;
  return {
    id: claims.id,
    name: isResident ? null : (claims.name ?? null),
    roles: claims.roles,
    areas,
    department: claims.department,
    residentId: claims.residentId,
    emergencyResidentId,
    makers: claims.makers ?? [],
    purpose: claims.purpose,
    refusedPurpose: null,
    grants,
    fieldKey,
    shareKey: JSON.stringify([number, rowKey, claims.department, claims.purpose?.kind, claims.rolesHash]),
    expiresAt: claims.expiresAt ?? Infinity,
    rolesHash: claims.rolesHash,
  };
}

interface Grants {
  readonly grants: ReadonlySet<string>;
  readonly fieldKey: string;
  /** No two sets have one number; a set that was forgotten and comes again has another. */
  readonly number: number;
}

// Sets of scopes are as many as roles and departments; the accounts that hold them are tens of thousands, and each is
// here once for every purpose. Kept once, a viewer takes some hundred bytes and not thousands.
const grantsKept = new LRUCache<string, Grants>({ max: 1_000 });
let lastNumber = 0;

function grantsOf(scopes: ReadonlySet<string>, hasPurpose: boolean): Grants {
  const all = ["authenticated", ...[...scopes].sort().map((scope) => `scope:${scope}`)];
  if (hasPurpose) all.push("policy:purpose");
  const fieldKey = all.join(" ");
  const known = grantsKept.get(fieldKey);
  if (known !== undefined) return known;
  const grants = { grants: new Set(all), fieldKey, number: (lastNumber += 1) };
  grantsKept.set(fieldKey, grants);
  return grants;
}

/** What row rules are told: the rows of some areas, and those of one person wherever they are. */
export interface RowClaims {
  readonly areas: readonly string[];
  readonly residentId: string | null;
  readonly emergencyResidentId?: string | null;
}

/** Who reads: with the account where there is one, which sees what it has changed. */
export interface ReaderClaims extends RowClaims {
  readonly id?: string;
}

/** What a change is made under: the rows it may touch, and the account that acts. */
export interface WriterClaims extends RowClaims {
  readonly id: string;
}

/** The viewer without an emergency's purpose: for reading what is the viewer's own, and is there all the same. */
export function besideEmergency(viewer: Viewer): Viewer {
  return viewer.emergencyResidentId === null ? viewer : { ...viewer, emergencyResidentId: null };
}

/** An emergency access shows its one person only, whatever areas and own record the viewer has beside it. */
export function visibleRowsOf({ areas, residentId, emergencyResidentId = null }: RowClaims) {
  return emergencyResidentId === null ? { areas, residentId } : { areas: [], residentId: emergencyResidentId };
}
