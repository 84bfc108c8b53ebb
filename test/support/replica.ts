import { chmod, cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { prepareBinaries } from "../../hub/postgres/binaries.ts";
import { ADMIN } from "../../hub/postgres/cluster.ts";
import { findHome } from "../../hub/postgres/home.ts";
import { findServer, launchServer, type Server, stopServer } from "../../hub/postgres/server.ts";
import { giveTo, type ServerUser, serverUser } from "../../hub/postgres/server-user.ts";
import { startEmbeddedPostgres } from "../../hub/postgres/start-embedded-postgres.ts";
import { places } from "./cluster.ts";

/** A primary with a replica that streams from it: two real servers. */
export interface ReplicatedPostgres {
  readonly primaryUrl: string;
  readonly replicaUrl: string;
  /** The administrator's, at the replica. */
  readonly replica: postgres.Sql;
  killReplica(): void;
  close(): Promise<void>;
}

/**
 * The package has no pg_basebackup: the files are copied between pg_backup_start() and pg_backup_stop(), which says what
 * has to stand in `backup_label`. The log that is written meanwhile is streamed, as it is still there.
 */
export async function startReplicated(): Promise<ReplicatedPostgres> {
  const folder = await mkdtemp(join((await places())[0] ?? "/tmp", `onedoor-test-${process.pid}-`));
  await chmod(folder, 0o711);
  const primary = await startEmbeddedPostgres({ dataFolder: join(folder, "primary") });
  const user = serverUser(undefined);
  const home = await findHome(join(folder, "primary"), user, () => undefined);
  const binaries = await prepareBinaries(home.folder, user);
  const from = join(home.folder, "cluster");
  const to = join(folder, "replica");
  await copyRunning(primary.adminUrl, from, to);
  const launch = { folder: to, logFile: join(folder, "replica.log"), binaries, user, durable: true };
  const { port } = (await findServer(from)) as Server;
  const password = decodeURIComponent(new URL(primary.adminUrl).password);
  const way = `host=127.0.0.1 port=${port} user=${ADMIN} password=${password} application_name=replica`;
  await writeFile(join(to, "standby.signal"), "");
  await writeFile(join(to, "postgresql.auto.conf"), `primary_conninfo = '${way}'\nhot_standby_feedback = on\n`);
  await giveAll(user, to);
  const server = await launchServer(launch);
  const replicaUrl = Object.assign(new URL(primary.adminUrl), { port: String(server.port) }).href;
  const replica = postgres(replicaUrl, { max: 1, onnotice: () => undefined });
  return {
    primaryUrl: primary.adminUrl,
    replicaUrl,
    replica,
    killReplica: () => process.kill(server.pid, "SIGKILL"),
    async close() {
      await replica.end({ timeout: 1 }).catch(() => undefined);
      await stopServer(server, launch);
      await primary.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function copyRunning(adminUrl: string, from: string, to: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_backup_start('replica', true)`;
    await cp(from, to, {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      filter: (path) => !["postmaster.pid", "postmaster.opts"].some((name) => path === join(from, name)),
    });
    const [stopped] = await sql<{ label: string }[]>`select labelfile as label from pg_backup_stop(false)`;
    await writeFile(join(to, "backup_label"), stopped?.label ?? "");
  } finally {
    await sql.end();
  }
}

/** What root copies belongs to root, and the server is another user. */
async function giveAll(user: ServerUser, folder: string): Promise<void> {
  if (user.switchTo === undefined) return;
  await giveTo(user, folder);
  for (const name of await readdir(folder, { recursive: true })) await giveTo(user, join(folder, name));
}
