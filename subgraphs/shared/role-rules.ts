/** What may be held and granted; the reader of schema/roles.yaml. */
export interface RoleRules {
  readonly names: readonly string[];
  /** How many roles one person holds at most. */
  readonly mostRoles: number;
  /** Departments an account may be given as an officer's; Audit is none, whose officer would be an auditor. */
  readonly departments: readonly string[];
  /** True for a role that needs a department beside it. */
  isOfDepartment(role: string): boolean;
  /** The first pair of roles one person must not hold together, or null. */
  findConflict(roles: readonly string[]): readonly [string, string] | null;
  /** Roles that an account with these roles may give to others. */
  grantedBy(roles: readonly string[]): ReadonlySet<string>;
  /** Whether the role opens data of people or rights over others: giving it takes a second person. */
  opensMore(role: string): boolean;
  /** The course without whose certificate the role is not held; null when it takes none. */
  certificateOf(role: string): string | null;
}

/** For a department that was given no rules: nobody may grant anything. */
export const noRoleRules: RoleRules = {
  names: [],
  mostRoles: 0,
  departments: [],
  isOfDepartment: () => false,
  findConflict: () => null,
  grantedBy: () => new Set(),
  opensMore: () => true,
  certificateOf: () => null,
};

export interface Certificate {
  readonly course: string;
  /** Both days belong to it. */
  readonly startsOn: string;
  readonly endsOn: string;
}

/** A role that was given to an account and is not held today, and the course whose certificate it lacks. */
export interface WithheldRole {
  readonly role: string;
  readonly course: string;
  readonly reason: "MISSING" | "LAPSED" | "NOT_YET_VALID";
}

interface Given {
  readonly roles: readonly string[];
  readonly certificates: readonly Certificate[];
  /** The day it is, YYYY-MM-DD. */
  readonly today: string;
}

/** Which of an account's roles hold today, which not and why, and the last day of the certificates they rest on. */
export function heldRoles(given: Given, rules: Pick<RoleRules, "certificateOf">) {
  const held: string[] = [];
  const withheld: WithheldRole[] = [];
  let lastDay: string | null = null;
  for (const role of given.roles) {
    const course = rules.certificateOf(role);
    if (course === null) {
      held.push(role);
      continue;
    }
    const own = given.certificates.filter((one) => one.course === course);
    const valid = own.filter(({ startsOn, endsOn }) => startsOn <= given.today && given.today <= endsOn);
    const until = valid
      .map((one) => one.endsOn)
      .sort()
      .at(-1);
    if (until !== undefined) {
      held.push(role);
      if (lastDay === null || until < lastDay) lastDay = until;
    } else withheld.push({ role, course, reason: reasonOf(own, given.today) });
  }
  return { held, withheld, lastDay };
}

function reasonOf(own: readonly Certificate[], today: string): WithheldRole["reason"] {
  if (own.some(({ startsOn }) => startsOn > today)) return "NOT_YET_VALID";
  return own.length === 0 ? "MISSING" : "LAPSED";
}
