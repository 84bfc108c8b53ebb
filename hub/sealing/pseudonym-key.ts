import { createHmac } from "node:crypto";
import { openSession } from "../../subgraphs/shared/postgres/session.ts";
import { keysFile } from "../keys/stored-keys.ts";
import { OperatorError } from "../operator-error.ts";
import { sealerLogin } from "./sealer.ts";

interface PseudonymKeyInUse {
  readonly key: string;
  readonly isSetting: boolean;
  readonly dataFolder: string;
  /** The sealer's login, which alone reads and writes fingerprints. */
  readonly sealerUrl: string;
  /** Whether another key may take the place of one under which nothing is recorded yet: while trying out. */
  readonly mayChange: boolean;
}

/**
 * Refuses a pseudonym key that is not the database's. The first one to start with a database is kept there as a
 * fingerprint: under another key the same residents get other pseudonyms, and it would go unseen until one asks who
 * looked. `keys.json` holds such a key where it was made beside a setting.
 */
export async function requireSamePseudonymKey(used: PseudonymKeyInUse): Promise<void> {
  const fingerprint = createHmac("sha256", used.key).update("onedoor pseudonym key").digest("hex");
  const session = await openSession(sealerLogin(used.sealerUrl));
  try {
    const kept = await session.transaction(async (sql) => {
      await sql`insert into audit.pseudonym_keys (fingerprint) values (${fingerprint}) on conflict do nothing`;
      if (used.mayChange) {
        await sql`
          update audit.pseudonym_keys set fingerprint = ${fingerprint}
          where fingerprint <> ${fingerprint} and not exists (select from audit.access_records)`;
      }
      const [row] = await sql<{ fingerprint: string }[]>`select fingerprint from audit.pseudonym_keys`;
      return row?.fingerprint;
    });
    if (kept !== fingerprint) throw new OperatorError(refusalOf(used));
  } finally {
    await session.close();
  }
}

function refusalOf({ isSetting, dataFolder }: PseudonymKeyInUse): string {
  return isSetting
    ? "ONEDOOR_PSEUDONYM_KEY is not the key of the residents' pseudonyms in this database: set the value it had at the first start, the same on every host, or take it out if keys.json of the data folder held the key."
    : `The key of the residents' pseudonyms in ${keysFile(dataFolder)} is not that of this database: set ONEDOOR_PSEUDONYM_KEY to the value it had, or restore that file from a backup.`;
}
