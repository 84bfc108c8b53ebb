import type { Scope } from "./scopes.ts";

/** What of a role the rules below look at. */
interface Rights {
  readonly scopes: readonly Scope[];
  readonly departmentScopes: Readonly<Record<string, readonly Scope[]>>;
  readonly purposes: readonly string[];
  readonly ownDepartment: boolean;
}

type Kind = (role: Rights) => boolean;

const holds =
  (...scopes: Scope[]): Kind =>
  (role) =>
    scopes.some((scope) => role.scopes.includes(scope));

const seesPeople: Kind = ({ purposes }) => purposes.length > 0;
const administersAccounts = holds("accounts:write");
const judges = holds("audit:write:duties", "population:write:confirm-emergency");
const watches = holds("audit:read");
const asksForEmergencies = holds("population:write:emergency");
const isWhollyOwn = holds("audit:read:own");

/** Rights that one person must not have by two roles, with the reason as an administrator reads it. */
const APART: readonly (readonly [one: Kind, other: Kind, why: string])[] = [
  [administersAccounts, seesPeople, "who administers accounts sees no people"],
  [administersAccounts, judges, "who administers accounts judges no looks"],
  [watches, seesPeople, "who reads the access record makes no looks"],
  [watches, administersAccounts, "who reads the access record does not make those it is about"],
  [judges, asksForEmergencies, "who confirms or judges does not ask"],
  [isWhollyOwn, () => true, "with the rights over the own record, another role would see those of its area in full"],
];

/** Pairs of roles that no conflict keeps apart although their rights must stay so; each with the reason. */
export function togetherTooMuch(
  roles: Readonly<Record<string, Rights>>,
  areApart: (one: string, other: string) => boolean,
): string[] {
  const names = Object.keys(roles);
  return names.flatMap((name, at) =>
    names.slice(at + 1).flatMap((other) => {
      const [one, two] = [roles[name], roles[other]];
      if (one === undefined || two === undefined || areApart(name, other)) return [];
      const broken = APART.find(([a, b]) => (a(one) && b(two)) || (a(two) && b(one)));
      return broken === undefined ? [] : [`${name} and ${other} must be in conflict: ${broken[2]}`];
    }),
  );
}
