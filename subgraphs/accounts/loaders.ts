import { sql } from "drizzle-orm";
import { areaOfFilter } from "../shared/area.ts";
import type { Database } from "../shared/database.ts";
import { isText, type LoaderContext, oneByKey } from "../shared/loader.ts";
import {
  areaPage,
  type Connection,
  type ListOrder,
  type PageArguments,
  pageValues,
  toConnection,
} from "../shared/page.ts";
import { defineRead, isInPage } from "../shared/read.ts";
import { heldRoles, type WithheldRole } from "../shared/role-rules.ts";
import { besideEmergency } from "../shared/viewer.ts";
import { accountColumns, type AccountRow, accountsById, accountState, signInColumns } from "./loaders-columns.ts";
import { createRequestLoaders } from "./loaders-requests.ts";
import { visibleAccounts } from "./policies.ts";
import { accounts } from "./tables.ts";
import { createDecisions } from "./writes-decisions.ts";
import { createWrites } from "./writes.ts";

const accountsByUsername = defineRead(
  accountColumns,
  sql`from ${accounts} where ${accounts.username} = any(${sql.placeholder("keys")}::text[]) and ${visibleAccounts}`,
);

const given = (name: string) => sql`${sql.placeholder(name)}::text`;
const isWanted = sql`(${given("role")} is null or ${given("role")} = any(${accounts.roles}))
  and (${given("state")} is null or ${given("state")} = ${accountState})
  and (${given("text")} is null or position(lower(${given("text")}) in lower(${accounts.username})) > 0
    or position(lower(${given("text")}) in lower(${accounts.displayName})) > 0)`;

const accountPage = defineRead(
  accountColumns,
  sql`from ${accounts} where ${visibleAccounts} and ${isInPage(accounts.areaCode, accounts.accountId)} and ${isWanted}
    order by ${accounts.areaCode}, ${accounts.accountId} limit ${sql.placeholder("limit")}::int`,
);

// The same conditions as the pages have, so that a total tells of nothing that no page shows.
const accountCount = defineRead(
  { count: sql<number>`count(*)::int` },
  sql`from ${accounts} where ${visibleAccounts} and ${isInPage(accounts.areaCode, accounts.accountId)} and ${isWanted}`,
);

const ACCOUNTS: ListOrder = { list: "accounts", sort: "area" };

export interface AccountFilter {
  readonly areaCode?: string | null;
  readonly role?: string | null;
  readonly state?: string | null;
  readonly text?: string | null;
}

/** A page, and how to count all of them: only a request for the total pays for it. */
export interface AccountPage extends Connection<AccountRow> {
  readonly totalCount: () => Promise<number>;
}

/** The reads of the Accounts department; one set per request. */
export function createLoaders(context: LoaderContext) {
  const accountById = oneByKey(context, accountsById, (row) => row.id);
  const ownAccounts = oneByKey({ ...context, viewer: besideEmergency(context.viewer) }, accountsById, (row) => row.id);
  const requests = createRequestLoaders(context);
  return {
    ...requests,
    accountById,
    ownAccount: () => ownAccounts.load(context.viewer.id),
    accountByUsername: oneByKey(context, accountsByUsername, (row) => row.username, isText),
    accountPage: (filter: AccountFilter, page: PageArguments) => loadPage(context, filter, page),
    withheldRoles: (account: AccountRow): readonly WithheldRole[] => heldRoles(account, context.roles).withheld,
    writes: createWrites(context, accountById),
    decisions: createDecisions(context, requests),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

async function loadPage(
  { database, viewer }: LoaderContext,
  filter: AccountFilter,
  page: PageArguments,
): Promise<AccountPage> {
  const within = areaOfFilter(filter.areaCode);
  const values = pageValues(page, ACCOUNTS);
  const { role = null, state: wantedState = null, text = null } = filter;
  if (![role, text].every((one) => isText(one ?? ""))) {
    return { ...toConnection<AccountRow>([], values, ACCOUNTS, () => ["", ""]), totalCount: async () => 0 };
  }
  const areas = within === null ? viewer.areas : [within];
  const wanted = { role, state: wantedState, text: text === "" ? null : text };
  const rows = await database.read(viewer, accountPage, { ...values, ...areaPage(areas, values), ...wanted });
  const everyPage = areaPage(areas, { ...values, afterSort: null, afterId: null });
  return {
    ...toConnection(rows, values, ACCOUNTS, (row) => [row.areaCode, row.id]),
    totalCount: async () => {
      const [total] = await database.read(viewer, accountCount, { ...everyPage, ...wanted });
      return total?.count ?? 0;
    },
  };
}

const accountToSignIn = defineRead(
  signInColumns,
  sql`from set_config('onedoor.sign_in', ${sql.placeholder("username")}::text, true) as s(username), ${accounts}
    where ${accounts.username} = s.username and ${accounts.isActive} and ${accounts.isApproved}`,
);

/**
 * The account a token is about to be made for. Nobody is signed in yet, so the row policy opens exactly the
 * row whose username the same statement names.
 */
export async function findAccountToSignIn(
  database: Database,
  username: string,
): Promise<(AccountRow & { readonly makers: readonly string[] }) | null> {
  const rows = await database.read({ areas: [], residentId: null }, accountToSignIn, { username });
  return rows[0] ?? null;
}
