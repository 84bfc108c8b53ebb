import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Installation } from "../hub/installation.ts";
import { OperatorError } from "../hub/operator-error.ts";
import { openStatements } from "../hub/sign-in/account-statements.ts";
import { makeActivationCode } from "../subgraphs/index.ts";
import { arrayLiteral } from "../subgraphs/shared/bind-statement.ts";
import { demoAccounts } from "./departments/demo-accounts.ts";

const fileOf = (dataFolder: string) => join(dataFolder, "demo-password");
const hashFileOf = (dataFolder: string) => join(dataFolder, "demo-password-hash");

/** The password of the demo accounts; null where none was made. */
export async function readDemoPassword(dataFolder: string): Promise<string | null> {
  return readFile(fileOf(dataFolder), "utf8").catch(() => null);
}

// An account whose holder has taken another password keeps it.
const GIVE = `
  with given as (
    insert into accounts.credentials as c (account_id, password_hash, is_demo)
    select a.account_id, $2, true from accounts.accounts a where a.username = any($1::text[])
    on conflict (account_id) do update set password_hash = excluded.password_hash
      where c.is_demo and c.password_hash is distinct from excluded.password_hash
    returning c.account_id
  )
  update accounts.accounts a set activated_at = coalesce(a.activated_at, clock_timestamp())
  from given where given.account_id = a.account_id`;

/**
 * Gives every demo account one password, made once for an installation and kept in its data folder. Hashed once
 * for all of them, and kept hashed beside it: a start with nothing to give is done in no time. No process in production takes it.
 */
export async function giveDemoPassword(dataFolder: string, installation: Installation): Promise<string> {
  const password = await makeOnce(dataFolder);
  const statements = openStatements(installation.urlOf("accounts", "accounts-sign-in"), "demo", 1);
  try {
    const names = arrayLiteral(demoAccounts.map(({ username }) => username));
    await statements.write(GIVE, names, await hashOf(dataFolder, password));
    return password;
  } finally {
    await statements.close();
  }
}

async function makeOnce(dataFolder: string): Promise<string> {
  // Of two processes that start together, one makes it.
  await writeFile(fileOf(dataFolder), makeActivationCode().code.toLowerCase(), { flag: "wx", mode: 0o600 }).catch(
    () => undefined,
  );
  const password = await readDemoPassword(dataFolder);
  if (password === null || password === "") {
    throw new OperatorError(`${fileOf(dataFolder)} can't be read: remove it, and another password is made.`);
  }
  return password;
}

/** The hash that belongs to the password; made again when that is another. */
async function hashOf(dataFolder: string, password: string): Promise<string> {
  const file = hashFileOf(dataFolder);
  const [madeFrom, kept] = (await readFile(file, "utf8").catch(() => "")).split("\n");
  if (madeFrom === password && kept !== undefined) return kept;
  const { hashDemoPassword } = await import("../hub/sign-in/sessions.ts");
  const hash = await hashDemoPassword(password);
  // Where it can't be kept it is made again at the next start.
  await writeFile(file, `${password}\n${hash}`, { mode: 0o600 }).catch(() => undefined);
  return hash;
}
