import { existsSync } from "node:fs";
import { join } from "node:path";
import { openSession, type Session } from "../../subgraphs/shared/postgres/session.ts";
import { keysFile } from "../keys/stored-keys.ts";
import { OperatorError } from "../operator-error.ts";
import { sealerLogin } from "./sealer.ts";

/** A key that this process would make for itself, were it the first start. */
export interface KeyInFolder {
  readonly file: string;
  /** What it would be missed by. */
  readonly table: "access_records" | "seals";
  readonly what: string;
  readonly remedy: string;
}

export function pseudonymKeyIn(dataFolder: string): KeyInFolder {
  return {
    file: keysFile(dataFolder),
    table: "access_records",
    what: "the key of the residents' pseudonyms, under which the database already has access records",
    remedy: "restore that file from a backup, or set ONEDOOR_PSEUDONYM_KEY to the value it had",
  };
}

export function sealKeyIn(dataFolder: string): KeyInFolder {
  return {
    file: join(dataFolder, "seal-key.json"),
    table: "seals",
    what: "the key that signs seals, of which the database already has some",
    remedy:
      "restore that file from a backup, set ONEDOOR_SEAL_KEY to the value of the other hosts, or make a successor with hub audit rotate-key",
  };
}

/**
 * Refuses to make a key in the place of one that was lost. A new one would go unnoticed until somebody needs the old:
 * records under another pseudonym are about nobody, and seals under another key are taken for forged.
 */
export async function requireKept(key: KeyInFolder, sealerUrl: string): Promise<void> {
  if (existsSync(key.file)) return;
  const session = await openSession(sealerLogin(sealerUrl));
  try {
    if (!(await hasRows(session, key.table))) return;
    throw new OperatorError(`${key.file} is missing: it held ${key.what}. To go on, ${key.remedy}.`);
  } finally {
    await session.close();
  }
}

async function hasRows(session: Session, table: KeyInFolder["table"]): Promise<boolean> {
  const rows = await session.transaction((sql) => sql`select 1 from ${sql("audit")}.${sql(table)} limit 1`);
  return rows.length > 0;
}
