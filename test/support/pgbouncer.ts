import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Sql } from "postgres";

/** PgBouncer itself, in transaction mode. */
export interface PgBouncer {
  /** The same login and database, through it. */
  readonly through: (url: string) => string;
  close(): Promise<void>;
}

const PLACES = [process.env["PGBOUNCER"], "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer"];
/** It refuses to run as root. */
const NOBODY = 65_534;

/** Where the program is, if this machine has it: `apt-get install pgbouncer`. */
export function findPgBouncer(): string | undefined {
  return PLACES.find((place) => {
    try {
      if (place !== undefined) accessSync(place, constants.X_OK);
      return place !== undefined;
    } catch {
      return false;
    }
  });
}

/** Starts one in front of the server of this address, for all logins that the server knows. */
export async function openPgBouncer(
  program: string,
  adminUrl: string,
  admin: Sql,
  poolSize: number,
): Promise<PgBouncer> {
  const server = new URL(adminUrl);
  const folder = await mkdtemp(join(tmpdir(), "onedoor-pgbouncer-"));
  await chmod(folder, 0o711);
  const port = await freePort();
  // The server's own verifiers: who proves a password to PgBouncer proves it to the server with the same words.
  const logins = await admin<{ name: string; verifier: string }[]>`
    select rolname as name, rolpassword as verifier from pg_authid where rolcanlogin and rolpassword is not null`;
  const users = join(folder, "users.txt");
  await writeFile(users, logins.map(({ name, verifier }) => `"${name}" "${verifier}"\n`).join(""));
  const settings = join(folder, "pgbouncer.ini");
  await writeFile(
    settings,
    `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 2000
`,
  );
  for (const file of [users, settings]) await chmod(file, 0o644);
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(program, [settings], { stdio: ["ignore", "ignore", "pipe"], ...identity });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  await started(child, () => said);
  return {
    through(url) {
      const changed = new URL(url);
      changed.hostname = "127.0.0.1";
      changed.port = String(port);
      return changed.href;
    },
    async close() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function started(child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 500 && child.exitCode === null; tries += 1) {
    if (said().includes("process up")) return;
    await pause(20);
  }
  throw new Error(`PgBouncer did not start:\n${said()}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
