import type { JWTPayload } from "jose";
import { type Certificate, heldRoles, type RoleRules } from "../../subgraphs/shared/role-rules.ts";

/** What of an account a token is made from. */
export interface TokenAccount {
  readonly id: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly areas: readonly string[];
  readonly department: string | null;
  readonly residentId: string | null;
  readonly rightsVersion: number;
  /** Who had a hand in making the account within 30 days. */
  readonly makers: readonly string[];
  readonly certificates: readonly Certificate[];
  readonly today: string;
}

/**
 * The claims of a token for the account, with the roles that hold today; and until when they do, in milliseconds of Unix
 * time: a certificate's last day ends at midnight in China, and the role with it.
 */
export function holdAccount(account: TokenAccount, rules: RoleRules, sessionId: string | null) {
  const { held, withheld, lastDay } = heldRoles(account, rules);
  const claims: JWTPayload = {
    roles: held,
    areas: account.areas,
    department: account.department,
    resident_id: account.residentId,
    name: account.displayName,
    rights_version: account.rightsVersion,
    ...(account.makers.length === 0 ? {} : { makers: account.makers }),
    ...(sessionId === null ? {} : { sid: sessionId }),
  };
  const holdsUntil = lastDay === null ? Number.POSITIVE_INFINITY : Date.parse(`${lastDay}T24:00:00+08:00`);
  return { claims, held, withheld, holdsUntil };
}
