import { createHash } from "node:crypto";
import { parse } from "yaml";
import { z } from "zod";
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

const roleSchema = z.strictObject({
  title: z.string(),
  scopes: z.array(z.enum(Object.keys(knownScopes) as [Scope, ...Scope[]])),
  ownDepartment: z.boolean().default(false),
  conflicts: z.array(z.enum(roleNames)).default([]),
});

const fileSchema = z.strictObject({ version: z.int().positive(), roles: z.record(z.enum(roleNames), roleSchema) });

/** roles.yaml, checked. */
export interface Roles {
  readonly version: number;
  /** SHA-256 of the file, so that an access record says by which rules it was permitted. */
  readonly hash: string;
  readonly names: readonly string[];
  titleOf(role: string): string;
  /** Scopes of all the roles together; a role that is not in the file gives none. */
  scopesOf(roles: readonly string[], department: string | null): ReadonlySet<Scope>;
  /** The first pair of roles one person must not hold together, or null. */
  findConflict(roles: readonly string[]): readonly [string, string] | null;
}

/** Reads the text of roles.yaml; throws one error that lists everything wrong with it. */
export function parseRoles(text: string): Roles {
  const file = fileSchema.safeParse(parse(text, { merge: true }));
  if (!file.success) throw new Error(`schema/roles.yaml: ${z.prettifyError(file.error)}`);
  const { version, roles } = file.data;
  const find = (name: string) => (Object.hasOwn(roles, name) ? roles[name as keyof typeof roles] : undefined);
  return {
    version,
    hash: createHash("sha256").update(text).digest("hex"),
    names: Object.keys(roles),
    titleOf: (role) => find(role)?.title ?? "",
    scopesOf(names, department) {
      const held = names.flatMap((name) => find(name) ?? []);
      const own = held.some((role) => role.ownDepartment) ? scopesOfDepartment(department) : [];
      return new Set([...held.flatMap((role) => role.scopes), ...own]);
    },
    findConflict(names) {
      for (const name of names) {
        const other = find(name)?.conflicts.find((conflict) => names.includes(conflict));
        if (other !== undefined) return [name, other];
      }
      return null;
    },
  };
}

/** A department's officer reads all of its data, except what only the person concerned may see. */
function scopesOfDepartment(department: string | null): Scope[] {
  const all = Object.keys(knownScopes) as Scope[];
  return all.filter((scope) => department !== null && scope.startsWith(`${department}:read`));
}
