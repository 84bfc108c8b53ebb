import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "./temporary-folder.ts";
import { listFiles, root } from "../repository/tree.ts";

const execute = promisify(execFile);

/** The whole repository in a folder where a test may work in it as a developer does. */
export interface CopiedRepository {
  /** Writes one place of a file by hand, which counts. */
  edit(file: string, text: string, by: string): Promise<void>;
  /** Writes a new file by hand, which counts. */
  add(file: string, text: string): Promise<void>;
  /** Writes what is no part of the change, such as a test that looks at it. */
  lookWith(file: string, text: string): Promise<void>;
  /** Runs a command line, and gives what it said; throws with it when it fails. */
  run(...command: string[]): Promise<string>;
  /** Files that were there and were edited by hand, and files written by hand. */
  readonly byHand: { readonly edited: ReadonlySet<string>; readonly added: ReadonlySet<string> };
  remove(): Promise<void>;
}

export async function copyRepository(): Promise<CopiedRepository> {
  const folder = await temporaryFolder("onedoor-copy-");
  const at = (file: string) => join(folder.path, file);
  const files = listFiles();
  for (const file of files) {
    await mkdir(dirname(at(file)), { recursive: true });
    await copyFile(join(root, file), at(file));
  }
  await symlink(join(root, "node_modules"), at("node_modules"));
  const byHand = { edited: new Set<string>(), added: new Set<string>() };
  const write = async (file: string, text: string) => {
    await mkdir(dirname(at(file)), { recursive: true });
    await writeFile(at(file), text);
  };
  return {
    byHand,
    async edit(file, text, by) {
      const before = await readFile(at(file), "utf8");
      const after = before.replace(text, by);
      if (after === before) throw new Error(`${file} holds no ${text}`);
      await writeFile(at(file), after);
      (files.includes(file) ? byHand.edited : byHand.added).add(file);
    },
    async add(file, text) {
      await write(file, text);
      byHand.added.add(file);
    },
    lookWith: write,
    async run(command = "", ...given) {
      // The settings of this run are another copy's: its cluster is not meant here.
      const env = { PATH: process.env["PATH"], HOME: folder.path };
      try {
        const { stdout, stderr } = await execute(command, given, { cwd: folder.path, env, maxBuffer: 2 ** 26 });
        return stdout + stderr;
      } catch (error) {
        const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
        throw new Error(`${command} ${given.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
      }
    },
    remove: () => folder.remove(),
  };
}
