import { type AccountInput, makeActivationCode } from "../../subgraphs/index.ts";
import { arrayLiteral } from "../../subgraphs/shared/bind-statement.ts";
import type { Installation } from "../installation.ts";
import { openStatements, type Statements } from "../sign-in/account-statements.ts";

/** Changes accounts for the operator of the hub, with a login that reads no secret. */
export function openOperator(installation: Installation): Statements {
  return openStatements(installation.urlOf("accounts", "accounts-operator"), "accounts operator", 1);
}

export interface NewAccount {
  readonly row: AccountInput;
  /** For its holder; nothing keeps it but the hash beside it. */
  readonly code: string;
  readonly hash: string;
}

export function newAccount(row: AccountInput): NewAccount {
  return { row, ...makeActivationCode() };
}

/** Makes those accounts whose usernames are free, and gives the places of those that were made. */
export async function addAccounts(statements: Statements, wanted: readonly NewAccount[]): Promise<ReadonlySet<number>> {
  const given = wanted.map(({ row, hash }, place) => {
    const { username, displayName: display_name, areas, roles, department = null } = row;
    return { place, username, display_name, areas, roles, department, code_hash: hash };
  });
  const made = await statements.write<{ place: number }>(
    "select place from accounts.create_accounts('', $1::text::jsonb)",
    JSON.stringify(given),
  );
  return new Set(made.map(({ place }) => place));
}

export interface FoundAccount extends AccountInput {
  readonly id: string;
  readonly isActive: boolean;
  readonly isApproved: boolean;
}

/** The accounts with these usernames, by username. */
export async function findAccounts(
  statements: Statements,
  usernames: readonly string[],
): Promise<ReadonlyMap<string, FoundAccount>> {
  const found = await statements.read<FoundAccount>(
    `select account_id::text as id, username, display_name as "displayName", to_json(roles) as roles,
        to_json(areas) as areas, department, is_active as "isActive", is_approved as "isApproved"
      from accounts.accounts where username = any($1::text[])`,
    arrayLiteral(usernames),
  );
  return new Map(found.map((one) => [one.username, one]));
}
