import { createHash } from "node:crypto";
import { z } from "zod";
import { type PurposeKind, purposeKinds } from "../subgraphs/shared/purpose.ts";
import type { RoleRules } from "../subgraphs/shared/role-rules.ts";
import { togetherTooMuch } from "./role-conflicts.ts";
import { RolesError } from "./roles-error.ts";
import { readRolesText, remedyOf } from "./roles-text.ts";
import { type Scope, scopes as knownScopes } from "./scopes.ts";

const roleNames = [
  "window_clerk",
  "village_worker",
  "grid_worker",
  "centre_head",
  "department_officer",
  "standards_drafter",
  "standards_reviewer",
  "analyst",
  "auditor",
  "account_admin",
  "integrator",
  "resident",
] as const;

/** The name of a course in certificates of training. */
const COURSE = /^[a-z][a-z0-9-]{1,63}$/;

/** Auditors watch over those who administer accounts, and residents' accounts follow from who they are. */
const NEVER_GRANTED: readonly string[] = ["auditor", "integrator", "resident"];

const departments = [...new Set(Object.keys(knownScopes).map((scope) => scope.split(":")[0] ?? ""))];
/** Its officers would read what auditors read. */
const WATCHING_DEPARTMENT = "audit";

/** A role as it is written, with rights of this list. */
function rawRoleOf(scopes: readonly Scope[]) {
  const scopeList = z.array(z.enum(scopes));
  return z.strictObject({
    title: z.string(),
    scopes: scopeList,
    ownDepartment: z.boolean().default(false),
    departmentScopes: z.record(z.string(), scopeList).default({}),
    purposes: z.array(z.enum(purposeKinds)),
    conflicts: z.array(z.enum(roleNames)).default([]),
    certificate: z.string().regex(COURSE).optional(),
    grants: z.array(z.enum(roleNames)).default([]),
  });
}

function fileSchemaOf(scopes: readonly Scope[]) {
  // On each role, so that a role that is not well formed hides no fault of another.
  const roleSchema = rawRoleOf(scopes).superRefine((role, context) => {
    for (const [key, message] of faultsOf(role)) context.addIssue({ code: "custom", path: [key], message });
  });
  return z.strictObject({
    version: z.int().positive(),
    // Left out in files from before there was a limit, which `hub check` still reads.
    mostRoles: z.int().positive().default(roleNames.length),
    roles: z.record(z.enum(roleNames), roleSchema),
  });
}

const allScopes = Object.keys(knownScopes) as Scope[];

/** What is well formed and yet makes no sense: a right nobody could use, or a purpose for nothing. */
function faultsOf({
  scopes,
  purposes,
  ownDepartment,
  departmentScopes,
  grants,
}: z.infer<ReturnType<typeof rawRoleOf>>): [string, string][] {
  const faults: [string, string][] = [];
  const mayBeEmergency = scopes.includes("population:write:emergency");
  if (scopes.includes("population:read") !== purposes.length > 0) {
    faults.push(["purposes", "a role that may see residents has kinds of purpose, and no other role has any"]);
  }
  if (mayBeEmergency !== purposes.includes("emergency")) {
    faults.push(["purposes", "emergency and the scope population:write:emergency go together"]);
  }
  if (scopes.includes("accounts:write") !== grants.length > 0) {
    faults.push(["grants", "a role with the scope accounts:write grants roles, and no other role does"]);
  }
  for (const role of grants.filter((one) => NEVER_GRANTED.includes(one))) {
    faults.push(["grants", `${role} is given by the hub's operator, never by an account`]);
  }
  for (const department of Object.keys(departmentScopes)) {
    if (!ownDepartment) faults.push(["departmentScopes", "it needs ownDepartment: true beside it"]);
    if (scopesOfDepartment(department).length === 0) {
      faults.push(["departmentScopes", `${department} is no department with scopes of its own`]);
    }
  }
  return faults;
}

/** roles.yaml, checked. */
export interface Roles extends RoleRules {
  readonly version: number;
  /** SHA-256 of the file, so that an access record says by which rules it was permitted. */
  readonly hash: string;
  titleOf(role: string): string;
  /** Scopes of all the roles together; a role that is not in the file gives none. */
  scopesOf(roles: readonly string[], department: string | null): ReadonlySet<Scope>;
  /** Kinds of purpose that any of the roles may give. */
  purposesOf(roles: readonly string[]): ReadonlySet<PurposeKind>;
  /** Every role that one person must not hold together with this one, whichever of the two names the other. */
  conflictsOf(role: string): readonly string[];
}

/** A file of another time. */
interface Reading {
  /** It may lack conflicts that are asked for today. */
  readonly isOlder?: boolean;
  /** Rights there were then and are no longer. */
  readonly formerScopes?: readonly string[];
}

/** Reads the text of roles.yaml; throws one error that lists everything wrong with it. */
export function parseRoles(text: string, { isOlder = false, formerScopes = [] }: Reading = {}): Roles {
  const scopes = [...new Set([...allScopes, ...(formerScopes as Scope[])])];
  const written = readRolesText(text);
  const file = fileSchemaOf(scopes).safeParse(written.value, { reportInput: true });
  if (!file.success)
    throw new RolesError(file.error.issues.map((issue) => written.faultAt(issue.path, remedyOf(issue))));
  const { version, mostRoles, roles } = file.data;
  const conflictOf = (names: readonly string[]): [string, string] | null => {
    for (const name of names) {
      const other = find(name)?.conflicts.find((conflict) => names.includes(conflict));
      if (other !== undefined) return [name, other];
    }
    return null;
  };
  const find = (name: string) => (Object.hasOwn(roles, name) ? roles[name as keyof typeof roles] : undefined);
  const gaps = isOlder ? [] : togetherTooMuch(roles, (one, other) => conflictOf([one, other]) !== null);
  if (gaps.length > 0) throw new RolesError(gaps.map((gap) => written.faultAt(["roles"], gap)));
  return {
    version,
    hash: createHash("sha256").update(text).digest("hex"),
    names: Object.keys(roles),
    mostRoles,
    departments: departments.filter((one) => one !== WATCHING_DEPARTMENT),
    isOfDepartment: (role) => find(role)?.ownDepartment ?? false,
    certificateOf: (role) => find(role)?.certificate ?? null,
    grantedBy: (names) => new Set(names.flatMap((name) => find(name)?.grants ?? [])),
    opensMore: (role) => {
      const found = find(role);
      // Counts with small numbers left out are no data of anybody.
      return found === undefined || found.ownDepartment || found.scopes.some((scope) => !scope.endsWith(":counts"));
    },
    titleOf: (role) => find(role)?.title ?? "",
    scopesOf(names, department) {
      const held = names.flatMap((name) => find(name) ?? []);
      const own = held.some((role) => role.ownDepartment) ? scopesOfDepartment(department, scopes) : [];
      const beside = held.flatMap(({ departmentScopes }) =>
        department !== null && Object.hasOwn(departmentScopes, department) ? (departmentScopes[department] ?? []) : [],
      );
      return new Set([...held.flatMap((role) => role.scopes), ...own, ...beside]);
    },
    purposesOf: (names) => new Set(names.flatMap((name) => find(name)?.purposes ?? [])),
    conflictsOf(role) {
      const named = find(role)?.conflicts ?? [];
      return Object.keys(roles).filter(
        (other) => named.some((one) => one === other) || find(other)?.conflicts.some((one) => one === role),
      );
    },
    findConflict: conflictOf,
  };
}

/** A department's officer reads all of its data, except what only the person concerned may see. */
function scopesOfDepartment(department: string | null, scopes: readonly Scope[] = allScopes): Scope[] {
  return scopes.filter((scope) => department !== null && scope.startsWith(`${department}:read`));
}
