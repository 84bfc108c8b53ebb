import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import { type LoaderContext, manyByKey } from "../shared/loader.ts";
import { type Connection, type ListOrder, type PageArguments, pageValues, toConnection } from "../shared/page.ts";
import { isRequestId } from "../shared/purpose.ts";
import { claimsAreSet, defineRead, isAfterNamed, type RowOf } from "../shared/read.ts";
import { accountColumns } from "./loaders-columns.ts";
import { visibleAccounts, visibleRequests } from "./policies.ts";
import { accountRequests, accounts } from "./tables.ts";

const requestColumns = {
  id: accountRequests.requestId,
  kind: sql<"CREATE" | "CODE" | "ROLES" | "REOPEN">`${accountRequests.kind}`,
  roles: sql<string[] | null>`to_json(${accountRequests.roles})`,
  askedById: accountRequests.askedBy,
  askedAt: accountRequests.askedAt,
  lapsesAt: accountRequests.lapsesAt,
  canApprove: sql<boolean>`${accountRequests.lapsesAt} > clock_timestamp()
    and not accounts.are_one_hand(${sql.placeholder("viewerId")}::text, ${accountRequests.askedBy})`,
};
export type RequestRow = RowOf<typeof requestColumns>;

const isOpen = sql`${accountRequests.decidedAt} is null`;

/** Requests of the viewer's areas. */
export const requestsById = defineRead(
  requestColumns,
  sql`from ${accountRequests} where ${accountRequests.requestId} = any(${sql.placeholder("keys")}::uuid[])
    and ${visibleRequests}`,
);

const requestPage = defineRead(
  requestColumns,
  sql`from ${accountRequests} where ${visibleRequests} and ${isOpen}
    and ${isAfterNamed(accountRequests, accountRequests.requestId, accountRequests.position, visibleRequests)}
    order by ${accountRequests.position} desc limit ${sql.placeholder("limit")}::int`,
);

/** The accounts that requests are about. */
export const accountsOfRequests = defineRead(
  { ...accountColumns, requestedIn: accountRequests.requestId },
  sql`from ${accountRequests}, lateral accounts.accounts_of(${accountRequests.requestId}) as about(id), ${accounts}
    where ${accountRequests.requestId} = any(${sql.placeholder("keys")}::uuid[]) and ${claimsAreSet}
      and ${accounts.accountId} = about.id and ${visibleAccounts}
    order by ${accountRequests.position}, ${accounts.accountId}`,
);

const REQUESTS: ListOrder = { list: "account-requests", sort: "none", id: "uuid" };

/** The reads of what waits for a second administrator. */
export function createRequestLoaders(context: LoaderContext) {
  const { database, reads, viewer } = context;
  // Whether the viewer may approve is asked for this viewer, so that no other shares the answer.
  const asker = { viewerId: viewer.id };
  return {
    requestById: new DataLoader<string, RequestRow | null>(async (keys) => {
      const rows = await reads.load(viewer, requestsById, (row) => row.id, keys.filter(isRequestId), asker);
      return keys.map((key) => rows.get(key)?.[0] ?? null);
    }),
    accountsOfRequest: manyByKey(context, accountsOfRequests, (row) => row.requestedIn, isRequestId),
    async requestPage(page: PageArguments): Promise<Connection<RequestRow>> {
      const values = pageValues(page, REQUESTS);
      const rows = await database.read(viewer, requestPage, { ...values, ...asker });
      return toConnection(rows, values, REQUESTS, (row) => ["0", row.id]);
    },
  };
}

export type RequestLoaders = ReturnType<typeof createRequestLoaders>;
