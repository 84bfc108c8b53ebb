import type { chinese } from "../i18n/i18n.ts";

export interface Page {
  readonly path: string;
  /** Where else one is on this page. */
  readonly alsoBelow?: string;
  readonly label: keyof typeof chinese.app.navigation;
}

const COUNTER: readonly Page[] = [{ path: "/counter", alsoBelow: "/residents/", label: "counter" }];
const LOG: readonly Page[] = [
  { path: "/access-log", label: "accessLog" },
  { path: "/seals", label: "seals" },
];
const OWN: readonly Page[] = [
  { path: "/own-record", label: "ownRecord" },
  { path: "/who-looked", label: "whoLooked" },
];

const ACCOUNTS: readonly Page[] = [
  { path: "/accounts", label: "accounts" },
  { path: "/accounts/import", label: "import" },
];

// What is on a page is decided by the hub; this only spares people pages that would be empty for them.
const pagesOfRole: ReadonlyMap<string, readonly Page[]> = new Map([
  ["window_clerk", COUNTER],
  ["village_worker", COUNTER],
  ["grid_worker", COUNTER],
  ["centre_head", COUNTER],
  ["department_officer", COUNTER],
  ["auditor", LOG],
  ["account_admin", ACCOUNTS],
  ["resident", OWN],
]);

/** The pages that make sense for somebody with these roles, the first one being where they start. */
export function pagesOf(roles: readonly string[]): Page[] {
  return [...new Set(roles.flatMap((role) => pagesOfRole.get(role) ?? []))];
}
