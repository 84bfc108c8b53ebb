import { isPossibleArea, readAreaCode } from "../shared/area.ts";
import type { ChangeError } from "../shared/expected-failure.ts";
import { holdsIdentityNumber } from "../shared/personal-number.ts";
import type { RoleRules } from "../shared/role-rules.ts";

/** An account as somebody wants it to be. */
export interface AccountInput {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly areas: readonly string[];
  readonly department?: string | null;
}

export type AccountErrorCode =
  | "NOT_FOUND"
  | "OWN_ACCOUNT"
  | "OUTSIDE_AREA"
  | "NOT_ADMINISTERED"
  | "ROLE_NOT_GRANTED"
  | "UNKNOWN_ROLE"
  | "ROLE_CONFLICT"
  | "TOO_MANY_ROLES"
  | "WRONG_DEPARTMENT"
  | "INVALID_USERNAME"
  | "INVALID_NAME"
  | "INVALID_AREA"
  | "INVALID_CERTIFICATE"
  | "USERNAME_TAKEN"
  | "CLOSED"
  | "NOT_APPROVED"
  | "OWN_REQUEST"
  | "ONE_HAND"
  | "REQUEST_OPEN"
  | "REQUEST_DECIDED"
  | "REQUEST_LAPSED"
  | "CHANGED"
  | "TOO_MANY_ROWS";

export type AccountError = ChangeError<AccountErrorCode>;

/** Who gives the rights; null for the operator of the hub. */
export type Granter = { readonly roles: readonly string[]; readonly areas: readonly string[] } | null;

const USERNAME = /^[a-z0-9][a-z0-9._-]{1,31}$/;
// Begins with a letter or a digit: a spreadsheet takes what begins with = + - or @ for a formula.
const DISPLAY_NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ·.()（）、—-]{0,49}$/u;
const MOST_AREAS = 16;

/** The account with its areas as they are stored: 320000 is 32. What is no code stays, for its fault to be told. */
export function withStoredAreas<Wanted extends AccountInput>(wanted: Wanted): Wanted {
  return { ...wanted, areas: wanted.areas.map((area) => readAreaCode(area) ?? area) };
}

/** Everything that keeps an account from being made as wanted; nothing when it can be. */
export function faultsOfAccount(wanted: AccountInput, granter: Granter, rules: RoleRules): AccountError[] {
  const faults: AccountError[] = [];
  for (const name of ["username", "displayName"] as const) {
    if (!holdsIdentityNumber(wanted[name])) continue;
    const code = name === "username" ? "INVALID_USERNAME" : "INVALID_NAME";
    faults.push(
      fault(code, `${name} holds an identity number: accounts are named, and names are shown and kept.`, name),
    );
  }
  if (!USERNAME.test(wanted.username)) {
    faults.push(
      fault(
        "INVALID_USERNAME",
        "A username has 2 to 32 small letters, digits, dots, hyphens and underscores, and begins with a letter or digit.",
        "username",
      ),
    );
  }
  if (!DISPLAY_NAME.test(wanted.displayName)) {
    faults.push(
      fault("INVALID_NAME", "A name has 1 to 50 letters and digits, and begins with one of them.", "displayName"),
    );
  }
  faults.push(...faultsOfAreas(wanted.areas, granter));
  if (wanted.roles.length === 0) faults.push(fault("UNKNOWN_ROLE", "An account needs a role.", "roles"));
  return [...faults, ...faultsOfRoles(wanted, granter, rules)];
}

/** What keeps these roles from being given to an account of these areas. */
export function faultsOfRoles(
  { roles, areas, department = null }: Pick<AccountInput, "roles" | "areas" | "department">,
  granter: Granter,
  rules: RoleRules,
): AccountError[] {
  if (!roles.every((role) => rules.names.includes(role))) {
    return [fault("UNKNOWN_ROLE", `The roles are ${rules.names.join(", ")}.`, "roles")];
  }
  const faults: AccountError[] = [];
  if (roles.length > rules.mostRoles || new Set(roles).size < roles.length) {
    faults.push(fault("TOO_MANY_ROLES", `An account has ${rules.mostRoles} roles at most, each once.`, "roles"));
  }
  const conflict = rules.findConflict(roles);
  if (conflict !== null) {
    faults.push(fault("ROLE_CONFLICT", `One person must not be ${conflict[0]} and ${conflict[1]}.`, "roles"));
  }
  const notGranted = roles.filter((role) => !mayGrant(role, areas, granter, rules));
  if (notGranted.length > 0) {
    faults.push(fault("ROLE_NOT_GRANTED", `You may not give ${notGranted.join(", ")} here.`, "roles"));
  }
  const ofDepartment = roles.filter((role) => rules.isOfDepartment(role));
  if (ofDepartment.length > 0 && !rules.departments.includes(department ?? "")) {
    faults.push(fault("WRONG_DEPARTMENT", `The department is one of ${rules.departments.join(", ")}.`, "department"));
  }
  if (ofDepartment.length === 0 && department !== null && roles.length > 0) {
    faults.push(fault("WRONG_DEPARTMENT", "None of the roles has a department.", "department"));
  }
  return faults;
}

/** The role of a resident comes with whose record it opens, so no list gives it. */
function mayGrant(role: string, areas: readonly string[], granter: Granter, rules: RoleRules): boolean {
  if (role === "resident") return false;
  if (granter === null) return true;
  if (!rules.grantedBy(granter.roles).has(role)) return false;
  // An account makes no equal of itself: the areas get smaller with each step.
  return rules.grantedBy([role]).size === 0 || areas.every((area) => isInside(area, granter.areas, true));
}

/** True when the area lies in one of the others; with `isSmaller`, when it is only a part of it. */
export function isInside(area: string, others: readonly string[], isSmaller = false): boolean {
  return others.some((other) => area.startsWith(other) && (!isSmaller || area.length > other.length));
}

function faultsOfAreas(areas: readonly string[], granter: Granter): AccountError[] {
  const wrong = areas.findIndex((area) => !isPossibleArea(area));
  if (wrong !== -1) {
    // The value is not repeated: in a file with its columns mixed up it may be anything.
    const message = `Area ${wrong + 1} of the account is no division's code: 2, 4, 6, 9 or 12 digits of GB/T 2260, such as 320105.`;
    return [fault("INVALID_AREA", message, "areas")];
  }
  if (areas.length === 0 || areas.length > MOST_AREAS || new Set(areas).size < areas.length) {
    return [fault("INVALID_AREA", `An account has 1 to ${MOST_AREAS} areas, each once.`, "areas")];
  }
  if (granter === null || areas.every((area) => isInside(area, granter.areas))) return [];
  return [fault("OUTSIDE_AREA", "Every area must lie in your own.", "areas")];
}

export function fault(code: AccountErrorCode, message: string, field: string): AccountError {
  return { code, message, field };
}
