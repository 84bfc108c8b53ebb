import { type AccountInput, faultsOfAccount, makeActivationCode } from "../../subgraphs/index.ts";
import { addAccounts, findAccounts, newAccount, openOperator } from "../accounts/operator.ts";
import { loadConfig } from "../environment.ts";
import { openInstallation } from "../installation.ts";
import { OperatorError } from "../postgres/operator-error.ts";
import type { Statements } from "../sign-in/statements.ts";
import { loadRoles } from "../trust.ts";

export interface InviteOptions {
  name?: string;
  role: string[];
  area: string[];
  department?: string;
  json?: boolean;
}

/** Makes an account that takes a password with the code printed. */
export async function invite(username: string, { name, role, area, department, json }: InviteOptions): Promise<void> {
  const row: AccountInput = {
    username,
    displayName: name ?? username,
    roles: role,
    areas: area,
    department: department ?? null,
  };
  const faults = faultsOfAccount(row, null, loadRoles());
  if (faults.length > 0) throw new OperatorError(faults.map(({ message }) => message).join("\n"));
  const wanted = newAccount(row);
  const made = await operate((statements) => addAccounts(statements, [wanted]));
  if (made.size === 0) {
    throw new OperatorError(`There is an account ${username} already: hub accounts code gives it a new code.`);
  }
  tell(username, wanted.code, json);
}

/** Prints a new code; those before are good no longer. */
export async function issueCode(username: string, { json }: { json?: boolean }): Promise<void> {
  const { code, hash } = makeActivationCode();
  await operate(async (statements) => {
    const { id, isActive } = await find(statements, username);
    if (!isActive) throw new OperatorError(`${username} is closed.`);
    await statements.write(
      "insert into accounts.activation_codes (account_id, code_hash) values ($1::bigint, $2)",
      id,
      hash,
    );
  });
  tell(username, code, json);
}

/** Ends the account's sessions and tokens. */
export async function close(username: string): Promise<void> {
  await operate(async (statements) => {
    const { id } = await find(statements, username);
    await statements.write("update accounts.accounts set is_active = false where account_id = $1::bigint", id);
  });
  process.stdout.write(`${username} is closed.\n`);
}

async function find(statements: Statements, username: string) {
  const found = (await findAccounts(statements, [username])).get(username);
  if (found === undefined) throw new OperatorError(`There is no account ${username}.`);
  return found;
}

async function operate<Result>(work: (statements: Statements) => Promise<Result>): Promise<Result> {
  const installation = await openInstallation(loadConfig(), ["accounts"]);
  const statements = openOperator(installation);
  try {
    return await work(statements);
  } finally {
    await statements.close();
    await installation.close();
  }
}

function tell(username: string, code: string, json = false): void {
  process.stdout.write(
    json
      ? `${JSON.stringify({ username, activationCode: code })}\n`
      : `${username} takes a password with the code ${code}, once, within 14 days.\n`,
  );
}
