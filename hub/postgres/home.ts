import { createHash } from "node:crypto";
import { readFile, realpath, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../operator-error.ts";
import { closedFolder, makeFolder } from "./folders.ts";
import type { ServerUser } from "./server-user.ts";

/** Where root keeps a cluster whose data folder the server's user cannot reach. */
const SYSTEM_FOLDER = "/var/lib/onedoor";

export interface Home {
  /** Holds everything of the cluster: its files, log, leases and start-up lock. */
  folder: string;
  passwordFile: string;
}

/**
 * The cluster lives in the data folder. When root starts the hub and the data folder lies below a closed one
 * (a home, say), the cluster goes to a system folder named after the data folder. The choice is written down
 * once: a home that is opened later must not lead to a second, empty cluster.
 */
export async function findHome(dataFolder: string, user: ServerUser, onNotice: (line: string) => void): Promise<Home> {
  const own = join(dataFolder, "postgres");
  await makeFolder(own);
  const folder = await realpath(own);
  const passwordFile = join(folder, "password");
  if (user.switchTo === undefined) return { folder, passwordFile };

  const note = join(folder, "moved-to");
  const moved = (await readFile(note, "utf8").catch(() => "")).trim() || undefined;
  const closed = await closedFolder(folder, user.switchTo);
  if (moved === undefined && closed === undefined) return { folder, passwordFile };
  if (moved === undefined && (await ownerOfCluster(dataFolder)) !== undefined) {
    throw new OperatorError(
      `User id ${user.switchTo.uid}, which runs PostgreSQL for root, can no longer pass through ${closed ?? folder} to the data: run "chmod o+x ${closed ?? folder}".`,
    );
  }
  const elsewhere = moved ?? join(SYSTEM_FOLDER, createHash("sha256").update(folder).digest("hex").slice(0, 16));
  await makeFolder(elsewhere);
  if (moved === undefined) {
    await writeFile(note, `${elsewhere}\n`);
    onNotice(
      `PostgreSQL cannot run as root, and its user cannot reach ${closed ?? folder}: the database is kept in ${elsewhere}.`,
    );
  }
  return { folder: elsewhere, passwordFile };
}

/** Who owns the files of the data folder's own cluster; undefined when there is none. */
export async function ownerOfCluster(dataFolder: string): Promise<{ uid: number; gid: number } | undefined> {
  return await stat(join(dataFolder, "postgres", "cluster")).catch(() => undefined);
}
