import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { change } from "../shared/change-once.ts";
import type { Loader, LoaderContext } from "../shared/loader.ts";
import { defineWrite } from "../shared/read.ts";
import type { Transaction } from "../shared/transaction.ts";
import type { AccountRow } from "./loaders-columns.ts";
import { accountRequests, accounts } from "./tables.ts";
import { failure, refusal } from "./writes-failures.ts";
import { type AccountError, type AccountErrorCode, type AccountInput, fault } from "./writes-rows.ts";
import { faultsOfAccount, withStoredAreas } from "./writes-rows.ts";

export interface CreateAccountInput extends AccountInput {
  readonly key?: string | null;
}

export interface ImportAccountsInput {
  readonly key?: string | null;
  readonly rows: readonly AccountInput[];
}

const text = (name: string) => sql`${sql.placeholder(name)}::text`;
const requestId = sql`${sql.placeholder("requestId")}::uuid`;

// A username that is taken, here or in another area, is left out.
const addWaiting = defineWrite(
  { id: accounts.accountId, username: accounts.username },
  sql`insert into ${accounts} (account_id, username, display_name, area_code, areas, roles, department, is_active,
      is_approved, request_id, created_by)
    select nextval('accounts.account_ids'), given.username, given.display_name, given.areas[1], given.areas, given.roles,
      given.department, true, false, ${requestId}, ${text("account")}
    from jsonb_to_recordset(${text("rows")}::jsonb)
      as given(username text, display_name text, areas text[], roles text[], department text)
    on conflict do nothing`,
);
const askForThem = defineWrite(
  {},
  sql`insert into ${accountRequests} (request_id, kind, areas, asked_by)
    values (${requestId}, 'CREATE', ${sql.placeholder("ofAreas")}::text[], ${text("account")})`,
);

const MOST_ROWS = 500;

/** What makes accounts that wait for a second administrator. */
export function createNewAccounts(context: LoaderContext, accountById: Loader<string, AccountRow | null>) {
  return {
    async createAccount({ key, ...row }: CreateAccountInput) {
      const request = { key, mutation: "createAccount", content: row };
      const made = await change(context, request, async (transaction) => {
        const { outcomes, requestId } = await askFor(transaction, [row], context);
        const [outcome] = outcomes;
        if (outcome?.id == null) throw refusal(outcome?.errors ?? [], { account: null, requestId: null });
        return { id: outcome.id, requestId };
      });
      return { account: accountById.load(made.id), requestId: made.requestId };
    },
    async importAccounts({ key, rows }: ImportAccountsInput) {
      if (rows.length > MOST_ROWS) throw failure("TOO_MANY_ROWS", `A call takes ${MOST_ROWS} rows at most.`, "rows");
      const made = await change(context, { key, mutation: "importAccounts", content: rows }, async (transaction) => {
        const { outcomes, requestId } = await askFor(transaction, rows, context);
        const refused = outcomes.flatMap(({ errors }, at) => refusalOf(errors, at + 1));
        return { imported: outcomes.filter(({ id }) => id !== null).length, requestId, refused };
      });
      return { ...made, activationCodes: [] };
    },
  };
}

/** Asks for those rows that can be accounts, and gives for each why there will be none. */
async function askFor(
  transaction: Transaction,
  rows: readonly AccountInput[],
  { viewer, roles: rules }: LoaderContext,
) {
  const named = new Set<string>();
  const outcomes = rows.map(withStoredAreas).map((row) => {
    const isRepeated = named.has(row.username);
    named.add(row.username);
    const errors = isRepeated ? [taken()] : faultsOfAccount(row, viewer, rules);
    return { row, errors, id: null as string | null };
  });
  const wanted = outcomes.filter(({ errors }) => errors.length === 0);
  const requestId = randomUUID();
  const added = await add(transaction, requestId, wanted);
  for (const outcome of wanted) {
    outcome.id = added.get(outcome.row.username) ?? null;
    if (outcome.id === null) outcome.errors.push(taken());
  }
  return { outcomes, requestId: added.size === 0 ? null : requestId };
}

/** Adds accounts under one request, and gives the ids of those there is a username for. */
async function add(
  transaction: Transaction,
  requestId: string,
  wanted: readonly { readonly row: AccountInput }[],
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map();
  const rows = wanted.map(({ row: { displayName: display_name, ...row } }) => ({ ...row, display_name }));
  const made = await transaction.run(addWaiting, { requestId, rows: JSON.stringify(rows) });
  const added = new Map(made.map(({ username, id }) => [username, id]));
  const areas = wanted.flatMap(({ row }) => (added.has(row.username) ? row.areas : []));
  if (added.size > 0) await transaction.run(askForThem, { requestId, ofAreas: [...new Set(areas)].sort() });
  return added;
}

function refusalOf(
  errors: readonly AccountError[],
  row: number,
): { row: number; code: AccountErrorCode; message: string }[] {
  const [first] = errors;
  return first === undefined
    ? []
    : [{ row, code: first.code, message: errors.map(({ message }) => message).join(" ") }];
}

const taken = () => fault("USERNAME_TAKEN", "Somebody has this username already.", "username");
