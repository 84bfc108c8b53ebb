import { realpath } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { OperatorError } from "../operator-error.ts";
import { prepareBinaries } from "./binaries.ts";
import { ADMIN, prepareCluster } from "./cluster.ts";
import { explaining, isDiskFull } from "./failure.ts";
import { makeFolder } from "./folders.ts";
import { findHome, ownerOfCluster } from "./home.ts";
import { keepRunning } from "./keep-running.ts";
import { countLeases, takeLease } from "./lease.ts";
import { withLock } from "./lock.ts";
import { openDatabase } from "./own-database.ts";
import { serverUser } from "./server-user.ts";
import { findServer, launchServer, stopServer } from "./server.ts";

export interface EmbeddedPostgres {
  /** The administrator's address. Departments log in with their own role: see `departmentUrl`. */
  adminUrl: string;
  /** Settles when the server has ended and is not started again any more. */
  lost: Promise<OperatorError>;
  /** Gives the server back. It stops when no other process of this data folder uses it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataFolder: string;
  /** False gives up safety against power cuts for speed: tests only. */
  durable?: boolean;
  onNotice?: (line: string) => void;
}

/**
 * Starts PostgreSQL on the data folder, or joins the server that already runs there. Everything that decides
 * who starts or stops it happens under one lock, so that any number of processes may come and go at once.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataFolder);
  return await explaining(dataFolder, async () => {
    await makeFolder(dataFolder);
    const folder = await realpath(dataFolder);
    const user = serverUser(await ownerOfCluster(folder));
    const home = await findHome(folder, user, options.onNotice ?? ignore);
    const [lock, leases] = [join(home.folder, "lock"), join(home.folder, "leases")];
    return await withLock(lock, async () => {
      await countLeases(leases);
      const lease = await takeLease(leases);
      let leave = () => lease.withdraw();
      try {
        const binaries = await prepareBinaries(home.folder, user);
        const durable = options.durable ?? true;
        const cluster = await prepareCluster(home, binaries, user, durable);
        const launch = { folder: cluster.folder, logFile: join(home.folder, "server.log"), binaries, user, durable };
        leave = async () => {
          await lease.withdraw();
          const idle = (await countLeases(leases)) > 0 ? undefined : await findServer(cluster.folder);
          if (idle !== undefined) await stopServer(idle, launch);
        };
        const server = (await findServer(cluster.folder)) ?? (await launchServer(launch));
        const adminUrl = await openDatabase({ ...server, ...cluster, user: ADMIN });
        const kept = keepRunning({ launch, lock, server, onNotice: options.onNotice ?? ignore });
        const stop = async () => {
          await kept.release();
          await stopUnder(lock, leave);
        };
        let stopping: Promise<void> | undefined;
        return { adminUrl, lost: kept.lost, stop: () => (stopping ??= stop()) };
      } catch (error) {
        // What made it fail is worth more to the reader than what went wrong on the way out.
        await leave().catch(ignore);
        throw error;
      }
    });
  });
}

/** On a full disk nobody can take the lock, which leaves nobody to be protected from; the server must still stop. */
async function stopUnder(lock: string, leave: () => Promise<void>): Promise<void> {
  try {
    await withLock(lock, leave);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    await leave();
  }
}

function ignore(): void {}
