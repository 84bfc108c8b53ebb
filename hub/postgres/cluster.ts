import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../operator-error.ts";
import type { Binaries } from "./binaries.ts";
import { explainOutput } from "./failure.ts";
import type { Home } from "./home.ts";
import { runProgram } from "./run-program.ts";
import { giveTo, type ServerUser } from "./server-user.ts";

export const ADMIN = "onedoor";

export interface Cluster {
  folder: string;
  password: string;
}

/** The cluster of this home, made now if there is none. Called under the start-up lock. */
export async function prepareCluster(
  home: Home,
  binaries: Binaries,
  user: ServerUser,
  durable: boolean,
): Promise<Cluster> {
  const folder = join(home.folder, "cluster");
  await removeDrafts(home.folder);
  if (existsSync(folder)) {
    await requireMajor(folder, binaries.major);
    return { folder, password: await readPassword(home.passwordFile, folder) };
  }
  const password = await keepPassword(home.passwordFile);
  // Made aside and renamed when whole: an initdb that was interrupted is simply made again.
  const draft = join(home.folder, `cluster.partial-${randomBytes(6).toString("hex")}`);
  await mkdir(draft, { mode: 0o700 });
  await giveTo(user, draft);
  await initialise(join(draft, "data"), binaries, user, { password, draft, durable });
  await rename(join(draft, "data"), folder);
  await rm(draft, { recursive: true, force: true });
  return { folder, password };
}

async function initialise(
  folder: string,
  binaries: Binaries,
  user: ServerUser,
  options: { password: string; draft: string; durable: boolean },
): Promise<void> {
  // Its own copy: the server's user may not read the lasting one.
  const passwordFile = join(options.draft, "password");
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  await giveTo(user, passwordFile);
  const initdb = (locale: string) =>
    runProgram(
      binaries.initdb,
      [
        ...["-D", folder, "-U", ADMIN, "-A", "scram-sha-256", `--pwfile=${passwordFile}`],
        ...["--encoding=UTF8", `--locale=${locale}`, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
        ...(options.durable ? [] : ["--no-sync"]),
      ],
      user,
    );
  let { ok, output } = await initdb("C.UTF-8");
  // macOS has no such system locale. Sorting and letter case come from PostgreSQL's own in any case.
  if (!ok && output.includes("invalid locale name")) ({ ok, output } = await initdb("C"));
  if (!ok) {
    await rm(options.draft, { recursive: true, force: true });
    throw new OperatorError(explainOutput("PostgreSQL could not create its files", folder, output));
  }
}

async function requireMajor(folder: string, major: string): Promise<void> {
  const found = await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => undefined);
  if (found === undefined) {
    throw new OperatorError(
      `${folder} is not a PostgreSQL data folder (PG_VERSION is missing): restore it from a backup, or remove it to start empty.`,
    );
  }
  if (found.trim() !== major) {
    throw new OperatorError(
      `The data in ${folder} is of PostgreSQL ${found.trim()}, but this version of Onedoor brings PostgreSQL ${major}: move it over with pg_dump and pg_restore, or choose another folder with ONEDOOR_DATA.`,
    );
  }
}

async function keepPassword(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch(() => "");
  if (kept.trim() !== "") return kept.trim();
  const password = randomBytes(24).toString("hex");
  // Written through: a power cut must not leave the files of a cluster that nobody can log in to.
  await writeFile(file, `${password}\n`, { mode: 0o600, flush: true });
  return password;
}

async function readPassword(file: string, folder: string): Promise<string> {
  const password = (await readFile(file, "utf8").catch(() => "")).trim();
  if (password !== "") return password;
  throw new OperatorError(
    `The password file ${file} of the database in ${folder} is missing or empty: restore it from a backup, or remove both to start empty.`,
  );
}

/** An initdb whose hub was killed may still be writing here; what cannot be removed now is removed next time. */
async function removeDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith("cluster.partial-")) continue;
    await rm(join(home, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
