import { open } from "node:fs/promises";
import { type AccountInput, faultsOfAccount, withStoredAreas } from "../../subgraphs/index.ts";
import { AREA_DIGITS } from "../../subgraphs/shared/area.ts";
import type { RoleRules } from "../../subgraphs/shared/role-rules.ts";
import { codeOf, OperatorError } from "../operator-error.ts";
import type { Statements } from "../sign-in/account-statements.ts";
import { addAccounts, findAccounts, type NewAccount, newAccount } from "./account-operator.ts";
import { faultOfLine, readFileOfAccounts } from "./read-account-file.ts";

export interface ImportAccountsOptions {
  readonly statements: Statements;
  readonly rules: RoleRules;
  readonly path: string;
  /** Gets the activation codes; it must not be there yet. */
  readonly codesPath: string;
  /** Enters in the access record that accounts of these counties are about to be made. */
  readonly enter: (areas: readonly string[]) => Promise<void>;
  readonly onProgress?: (done: number, all: number) => void;
  readonly signal?: AbortSignal;
}

export interface AccountsReport {
  readonly imported: number;
  /** They were there already, just so. */
  readonly unchanged: number;
  readonly refused: readonly { readonly line: number; readonly message: string }[];
  /** Rows that were not come to, because somebody stopped the import. */
  readonly left: number;
}

const ROWS_AT_ONCE = 1_000;

interface Row {
  readonly line: number;
  readonly account: AccountInput;
}

/**
 * Makes the accounts of a file, a thousand at a time. Codes are in the file before their accounts are there: after a
 * failure there may be codes that open nothing, and never an account without a known code. Run again, it goes on.
 */
export async function importAccounts(options: ImportAccountsOptions): Promise<AccountsReport> {
  const { statements, rules, path, codesPath, enter, onProgress, signal } = options;
  const rows = await readFileOfAccounts(path);
  const refused: { line: number; message: string }[] = [];
  const good: Row[] = [];
  const named = new Set<string>();
  for (const { line, account: filed, fault } of rows) {
    if (filed === null) {
      refused.push({ line, message: faultOfLine[fault] });
      continue;
    }
    const account = withStoredAreas(filed);
    const faults = faultsOfAccount(account, null, rules).map(({ message }) => message);
    if (faults.length === 0 && named.has(account.username)) faults.push("An earlier line has this username.");
    if (faults.length > 0) refused.push({ line, message: faults.join(" ") });
    else good.push({ line, account });
    named.add(account.username);
  }
  // A file of codes that open nothing would only stand in the way of the next try.
  if (good.length === 0) return { imported: 0, unchanged: 0, refused, left: 0 };
  const codes = await open(codesPath, "wx", 0o600).catch((error: unknown) => {
    const reason = codeOf(error) === "EEXIST" ? "is there already: name another file" : "can't be written";
    throw new OperatorError(`${codesPath} ${reason}.`);
  });
  let [imported, unchanged, done] = [0, 0, 0];
  try {
    await codes.write("username,code\n");
    onProgress?.(0, good.length);
    while (done < good.length && signal?.aborted !== true) {
      const part = good.slice(done, done + ROWS_AT_ONCE);
      const known = await findAccounts(
        statements,
        part.map(({ account }) => account.username),
      );
      const fresh: (Row & NewAccount)[] = [];
      for (const row of part) {
        const there = known.get(row.account.username);
        if (there === undefined) fresh.push({ ...row, ...newAccount(row.account) });
        else if (isSame(there, row.account)) unchanged += 1;
        else refused.push({ line: row.line, message: TAKEN });
      }
      await codes.write(fresh.map(({ account, code }) => `${account.username},${code}\n`).join(""));
      await codes.datasync();
      if (fresh.length > 0) await enter(countiesOf(fresh));
      const made = fresh.length === 0 ? new Set<number>() : await addAccounts(statements, fresh);
      imported += made.size;
      fresh.forEach(({ line }, place) => {
        // Somebody else was quicker, since they were looked for.
        if (!made.has(place)) refused.push({ line, message: TAKEN });
      });
      done += part.length;
      onProgress?.(done, good.length);
    }
  } finally {
    await codes.close();
  }
  refused.sort((one, other) => one.line - other.line);
  return { imported, unchanged, refused, left: good.length - done };
}

const TAKEN = "Somebody has this username already, with another name, role or area: nothing was changed.";

/** Where the accounts are: by county, or by what is larger. */
function countiesOf(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(({ account }) => (account.areas[0] ?? "").slice(0, AREA_DIGITS.COUNTY)))];
}

function isSame(there: AccountInput, wanted: AccountInput): boolean {
  return valuesOf(there) === valuesOf(wanted);
}

function valuesOf({ displayName, roles, areas, department = null }: AccountInput): string {
  return JSON.stringify([displayName, [...roles].sort(), areas, department]);
}
