import type { Roles } from "../roles.ts";

/** Something a role may do, or be held with, that no field of the graph shows. */
export interface RoleWidening {
  readonly kind: "purpose" | "grant" | "certificate" | "conflict" | "number of roles";
  readonly roles: readonly string[];
  /** A sentence for data stewards. */
  readonly change: string;
}

/**
 * What the new file of roles allows and the old one does not, beside fields: purposes, roles that may be given to others,
 * roles without their certificate, and roles together in one hand.
 */
export function findRoleWidenings(before: Roles, after: Roles): RoleWidening[] {
  return [
    ...(after.mostRoles > before.mostRoles ? [moreRoles(before.mostRoles, after.mostRoles)] : []),
    ...after.names.flatMap((role) => [
      ...newPurposes(role, before, after),
      ...newGrants(role, before, after),
      ...lostCertificate(role, before, after),
      ...lostConflicts(role, before, after),
    ]),
  ];
}

function moreRoles(old: number, now: number): RoleWidening {
  const change = `one person may now hold ${now} roles at most, and before ${old}`;
  return { kind: "number of roles", roles: [], change };
}

function newPurposes(role: string, before: Roles, after: Roles): RoleWidening[] {
  const old = before.purposesOf([role]);
  return [...after.purposesOf([role])]
    .filter((purpose) => !old.has(purpose))
    .map((purpose) => ({
      kind: "purpose",
      roles: [role],
      change: `${role} may now give a purpose of the kind ${purpose}`,
    }));
}

function newGrants(role: string, before: Roles, after: Roles): RoleWidening[] {
  const old = before.grantedBy([role]);
  return [...after.grantedBy([role])]
    .filter((given) => !old.has(given))
    .map((given) => ({
      kind: "grant",
      roles: [role],
      change: `${role} may now give the role ${given} to others`,
    }));
}

/** Another course is a widening too: those who have it need not have taken the one before. */
function lostCertificate(role: string, before: Roles, after: Roles): RoleWidening[] {
  const [old, now] = [before.certificateOf(role), after.certificateOf(role)];
  if (old === null || old === now) return [];
  const instead = now === null ? "" : `, with one of ${now} instead`;
  return [
    { kind: "certificate", roles: [role], change: `${role} may now be held without a certificate of ${old}${instead}` },
  ];
}

/** Each pair once, in the order of the file. */
function lostConflicts(role: string, before: Roles, after: Roles): RoleWidening[] {
  const now = after.conflictsOf(role);
  const place = after.names.indexOf(role);
  return before
    .conflictsOf(role)
    .filter((other) => !now.includes(other) && after.names.indexOf(other) > place)
    .map((other) => ({
      kind: "conflict",
      roles: [role, other],
      change: `${role} and ${other} may now be held by one person`,
    }));
}
