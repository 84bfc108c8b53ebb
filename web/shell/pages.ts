import type { chinese } from "../i18n/i18n.ts";

export interface Page {
  readonly path: string;
  /** Where else one is on this page. */
  readonly alsoBelow?: string;
  readonly label: keyof typeof chinese.app.navigation;
}

const COUNTER: readonly Page[] = [{ path: "/counter", alsoBelow: "/residents/", label: "counter" }];
const CASES: readonly Page[] = [{ path: "/cases", label: "cases" }];
const TASKS: readonly Page[] = [{ path: "/tasks", alsoBelow: "/visits/", label: "tasks" }];
const DUTIES: readonly Page[] = [{ path: "/duties", label: "duties" }];
const EMERGENCIES: readonly Page[] = [{ path: "/emergencies", label: "emergencies" }];
const REGISTER: readonly Page[] = [{ path: "/register", label: "register" }];
const CATALOGUE: readonly Page[] = [{ path: "/items", alsoBelow: "/items/", label: "catalogue" }];
const ROLE: readonly Page[] = [{ path: "/role", label: "role" }];
const COUNTS: readonly Page[] = [{ path: "/counts", label: "counts" }];
const LOG: readonly Page[] = [
  { path: "/access-log", label: "accessLog" },
  { path: "/live-log", label: "liveLog" },
  { path: "/seals", label: "seals" },
  { path: "/withheld-looks", label: "orders" },
  { path: "/objections", label: "objections" },
];
const OWN: readonly Page[] = [
  { path: "/own-record", label: "ownRecord" },
  { path: "/who-looked", label: "whoLooked" },
];

const ACCOUNTS: readonly Page[] = [
  { path: "/accounts", label: "accounts" },
  { path: "/accounts/requests", label: "accountRequests" },
  { path: "/accounts/import", label: "import" },
];

// What is on a page is decided by the hub; this only spares people pages that would be empty for them.
const pagesOfRole: ReadonlyMap<string, readonly Page[]> = new Map([
  ["window_clerk", [...COUNTER, ...CASES, ...CATALOGUE]],
  ["village_worker", [...TASKS, ...COUNTER, ...CASES, ...CATALOGUE]],
  ["grid_worker", [...TASKS, ...COUNTER, ...CATALOGUE]],
  ["centre_head", [...COUNTER, ...CASES, ...DUTIES, ...EMERGENCIES, ...CATALOGUE]],
  ["department_officer", [...COUNTER, ...CASES, ...CATALOGUE]],
  ["standards_drafter", [...ROLE, ...CATALOGUE]],
  ["standards_reviewer", [...ROLE, ...CATALOGUE]],
  ["analyst", [...ROLE, ...COUNTS, ...CATALOGUE]],
  ["auditor", [...LOG, ...DUTIES, ...EMERGENCIES, ...CATALOGUE]],
  ["account_admin", [...ACCOUNTS, ...CATALOGUE]],
  ["integrator", [...ROLE, ...CATALOGUE]],
  ["resident", [...OWN, ...CATALOGUE]],
]);

// What the officers of one department have beside the others: they read all that is theirs.
const pagesOfDepartment: ReadonlyMap<string, readonly Page[]> = new Map([
  ["population", [...REGISTER, ...EMERGENCIES]],
  ["grid", TASKS],
  ["cases", COUNTS],
  ["audit", [...LOG, ...DUTIES]],
  ["accounts", [...ACCOUNTS]],
]);

/** The pages that make sense for somebody with these roles, the first one being where they start. */
export function pagesOf(roles: readonly string[], department: string | null): Page[] {
  const ofDepartment = (department === null ? undefined : pagesOfDepartment.get(department)) ?? [];
  const pages = [...new Set([...roles.flatMap((role) => pagesOfRole.get(role) ?? []), ...ofDepartment])];
  // Somebody whose roles all wait for a certificate learns so here.
  return pages.length > 0 ? pages : [...ROLE];
}
