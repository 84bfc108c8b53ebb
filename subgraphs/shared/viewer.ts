import { isAreaPrefix } from "./area.ts";
import type { Purpose } from "./purpose.ts";

/**
 * Who asks, as far as every layer needs to know. Made once per token and purpose by
 * `createViewer`; never built by hand outside tests.
 */
export interface Viewer {
  /** Account id (`sub` of the token). */
  readonly id: string;
  readonly roles: readonly string[];
  /** GB/T 2260 prefixes of 2, 4, 6, 9 or 12 digits. Empty means no rows at all. */
  readonly areas: readonly string[];
  readonly department: string | null;
  /** Set only for the `resident` role: the one person this viewer is. */
  readonly residentId: string | null;
  readonly purpose: Purpose | null;
  /** Grants in the form `Requirement`s ask for: `authenticated`, `scope:…`, `policy:…`. */
  readonly grants: ReadonlySet<string>;
  /** Equal for two viewers exactly when they may see the same fields. */
  readonly fieldKey: string;
  /**
   * Equal for two viewers only when every department answers them alike: scopes, rows, department, roles, and
   * whether there is a purpose. Its words decide nothing; each look is recorded with its own.
   */
  readonly shareKey: string;
  /** When the token ends, in milliseconds of Unix time. */
  readonly expiresAt: number;
  /** Version of roles.yaml the scopes came from, for the access record. */
  readonly rolesHash: string;
}

export interface ViewerClaims {
  id: string;
  roles: readonly string[];
  areas: readonly string[];
  department: string | null;
  residentId: string | null;
  scopes: ReadonlySet<string>;
  purpose: Purpose | null;
  rolesHash: string;
  /** Left out where no token is behind the viewer. */
  expiresAt?: number;
}

/** Turns checked claims into a viewer. Malformed areas make the viewer see no rows. */
export function createViewer(claims: ViewerClaims): Viewer {
  // A resident sees the own record and nobody else's, whatever areas the token names beside it.
  const isResident = claims.roles.includes("resident");
  const areas = !isResident && claims.areas.every(isAreaPrefix) ? [...claims.areas].sort() : [];
  const scopes = [...claims.scopes].sort();
  const grants = new Set(["authenticated", ...scopes.map((scope) => `scope:${scope}`)]);
  if (claims.purpose !== null) grants.add("policy:purpose");
  const fieldKey = [...grants].join(" ");
  const rowKey = `${areas.join(",")}|${claims.residentId ?? ""}`;
  return {
    id: claims.id,
    roles: claims.roles,
    areas,
    department: claims.department,
    residentId: claims.residentId,
    purpose: claims.purpose,
    grants,
    fieldKey,
    shareKey: JSON.stringify([fieldKey, rowKey, claims.department, claims.purpose?.kind, claims.rolesHash]),
    expiresAt: claims.expiresAt ?? Infinity,
    rolesHash: claims.rolesHash,
  };
}
