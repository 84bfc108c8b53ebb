import type { Roles } from "../roles.ts";

/** People who hold the same rights: a role, in a department where that makes a difference. */
export interface Audience {
  readonly role: string;
  readonly department: string | null;
}

/** Every audience there is, by any of these sets of roles. */
export function audiencesOf(roles: readonly Roles[], departments: readonly string[]): Audience[] {
  const names = [...new Set(roles.flatMap((one) => one.names))];
  return names.flatMap((role) => {
    const differs = (department: string) =>
      roles.some((one) => one.scopesOf([role], department).size > one.scopesOf([role], null).size);
    return [null, ...departments.filter(differs)].map((department) => ({ role, department }));
  });
}

/** What the audience holds before any policy is looked at. */
export function grantsOf(roles: Roles, { role, department }: Audience): ReadonlySet<string> {
  return new Set(["authenticated", ...[...roles.scopesOf([role], department)].map((scope) => `scope:${scope}`)]);
}

/** The audiences by name; a role without a department beside it stands for those of all departments here. */
export function namesOf(audiences: readonly Audience[]): string[] {
  const whole = new Set(audiences.filter(({ department }) => department === null).map(({ role }) => role));
  return audiences.filter(({ role, department }) => department === null || !whole.has(role)).map(nameOf);
}

export function nameOf({ role, department }: Audience): string {
  return department === null ? role : `${role} of ${department}`;
}
