import { sql } from "drizzle-orm";
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
import { defineRead, isInPage, keyIn, type RowOf } from "../shared/read.ts";
import { visibleAccounts } from "./policies.ts";
import { accounts } from "./tables.ts";

const accountColumns = {
  id: accounts.accountId,
  username: accounts.username,
  displayName: accounts.displayName,
  areaCode: accounts.areaCode,
  // As JSON, so that lists arrive as lists without a look-up of array types on connect.
  areas: sql<string[]>`to_json(${accounts.areas})`,
  roles: sql<string[]>`to_json(${accounts.roles})`,
  department: accounts.department,
  isActive: accounts.isActive,
};
export type AccountRow = RowOf<typeof accountColumns>;

const accountsById = defineRead(
  accountColumns,
  sql`from ${accounts} where ${keyIn(accounts.accountId)} and ${visibleAccounts}`,
);

const accountsByUsername = defineRead(
  accountColumns,
  sql`from ${accounts} where ${accounts.username} = any(${sql.placeholder("keys")}::text[]) and ${visibleAccounts}`,
);

const accountPage = defineRead(
  accountColumns,
  sql`from ${accounts} where ${visibleAccounts} and ${isInPage(accounts.areaCode, accounts.accountId)}
    order by ${accounts.areaCode}, ${accounts.accountId} limit ${sql.placeholder("limit")}::int`,
);

const ACCOUNTS: ListOrder = { list: "accounts", sort: "area" };

/** The reads of the Accounts department; one set per request. */
export function createLoaders(context: LoaderContext) {
  return {
    accountById: oneByKey(context, accountsById, (row) => row.id),
    accountByUsername: oneByKey(context, accountsByUsername, (row) => row.username, isText),
    accountPage: (page: PageArguments) => loadPage(context, page),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

async function loadPage({ database, viewer }: LoaderContext, page: PageArguments): Promise<Connection<AccountRow>> {
  const values = pageValues(page, ACCOUNTS);
  const rows = await database.read(viewer, accountPage, { ...values, ...areaPage(viewer.areas, values) });
  return toConnection(rows, values, ACCOUNTS, (row) => [row.areaCode, row.id]);
}

const accountToSignIn = defineRead(
  accountColumns,
  sql`from set_config('onedoor.sign_in', ${sql.placeholder("username")}::text, true) as s(username), ${accounts}
    where ${accounts.username} = s.username and ${accounts.isActive}`,
);

/**
 * The account a token is about to be made for. Nobody is signed in yet, so the row policy opens exactly the
 * row whose username the same statement names.
 */
export async function findAccountToSignIn(database: Database, username: string): Promise<AccountRow | null> {
  const rows = await database.read({ areas: [], residentId: null }, accountToSignIn, { username });
  return rows[0] ?? null;
}
