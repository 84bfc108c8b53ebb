import { execFile } from "node:child_process";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "./temporary-folder.ts";

const execute = promisify(execFile);
const root = join(import.meta.dirname, "../..");
/** What the command needs to run; tests and pages are not among it. */
const PARTS = ["package.json", "tsconfig.json", "cli", "hub", "router", "schema", "seed", "subgraphs", "migrations"];

export interface HubRepository {
  readonly path: string;
  git(...given: string[]): Promise<string>;
  commit(subject: string): Promise<void>;
  /** Changes one file; fails when that changes nothing. */
  edit(file: string, change: readonly [text: string | RegExp, by: string]): Promise<void>;
  /** Runs `hub` as it stands in this repository, in a process of its own. */
  hub(...argv: string[]): Promise<{ code: number; out: string; err: string }>;
  remove(): Promise<void>;
}

/** The hub's source as it is now, copied into a folder where a test may change it; not yet a repository. */
export async function copyOfHub(): Promise<HubRepository> {
  const folder = await temporaryFolder("onedoor-repository-");
  const { path } = folder;
  for (const part of PARTS) await cp(join(root, part), join(path, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(path, "node_modules"));
  await writeFile(join(path, ".gitignore"), "node_modules\ndist/\n");
  return openCopy(path, () => folder.remove());
}

/** A folder that holds the hub's source already, a clone of a copy for instance. */
export function openCopy(path: string, remove: () => Promise<void>): HubRepository {
  const settings = ["-c", "user.name=Test", "-c", "user.email=test@onedoor.invalid", "-c", "commit.gpgsign=false"];
  const git = async (...given: string[]) => (await execute("git", [...settings, ...given], { cwd: path })).stdout;
  return {
    path,
    git,
    async commit(subject) {
      await git("add", "-A");
      await git("commit", "-q", "-m", subject);
    },
    async edit(file, change) {
      const text = await readFile(join(path, file), "utf8");
      const changed = text.replace(...change);
      if (changed === text) throw new Error(`${file} holds no ${String(change[0])}.`);
      await writeFile(join(path, file), changed);
    },
    async hub(...argv) {
      // The settings of the test run are another hub's: no database is meant here.
      const env = { PATH: process.env["PATH"], HOME: path, ONEDOOR_DATA: join(path, "no-data") };
      try {
        const { stdout, stderr } = await execute("node", ["cli/hub.mjs", ...argv], { cwd: path, env });
        return { code: 0, out: stdout, err: stderr };
      } catch (error) {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return { code, out: stdout, err: stderr };
      }
    },
    remove,
  };
}
