import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { OperatorError } from "../../../hub/operator-error.ts";

const execute = promisify(execFile);

const LARGEST_FILE_BYTES = 64 * 1024 * 1024;

/** The history of the repository that a folder belongs to. Paths are below the folder. */
export interface History {
  /** Not all of the history is here, so the last commit that changed a file may be missing. */
  isShallow(): Promise<boolean>;
  /** The last commit that changed the file; null when none did. */
  lastChangeOf(path: string): Promise<string | null>;
  /** The commit that added the file; null when none did. */
  firstWith(path: string): Promise<string | null>;
  /** True for the commit that is checked out when none came before it. */
  isWholeHistory(commit: string): Promise<boolean>;
  filesIn(commit: string, folder: string): Promise<readonly string[]>;
  read(commit: string, path: string): Promise<string>;
}

/** Reads the history with the git that is installed; throws OperatorError where there is none to read. */
export function openHistory(folder: string): History {
  const git = async (...given: string[]): Promise<string> => {
    try {
      const { stdout } = await execute("git", given, { cwd: folder, maxBuffer: LARGEST_FILE_BYTES });
      return stdout;
    } catch (error) {
      throw new OperatorError(reasonOf(error));
    }
  };
  return {
    isShallow: async () => (await git("rev-parse", "--is-shallow-repository")).trim() === "true",
    async lastChangeOf(path) {
      const commit = (await git("log", "-1", "--format=%H", "--", path)).trim();
      return commit === "" ? null : commit;
    },
    async firstWith(path) {
      const commits = (await git("log", "--diff-filter=A", "--format=%H", "--", path)).trim();
      return commits === "" ? null : (commits.split("\n").at(-1) ?? null);
    },
    async isWholeHistory(commit) {
      const [line = ""] = (await git("rev-list", "--parents", "-n", "1", "HEAD")).split("\n");
      return line.trim() === commit;
    },
    async filesIn(commit, path) {
      const names = await git("ls-tree", "-r", "-z", "--name-only", commit, "--", `${path}/`);
      return names.split("\0").filter((name) => name !== "");
    },
    read: (commit, path) => git("show", `${commit}:./${path}`),
  };
}

function reasonOf(error: unknown): string {
  if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT") {
    return "git is not installed here. Install it, or give --against a file.";
  }
  const said = typeof error === "object" && error !== null && "stderr" in error ? String(error.stderr) : "";
  const [line = ""] = said.split("\n").filter((one) => one.trim() !== "");
  if (/not a git repository|does not have any commits|bad revision|ambiguous argument 'HEAD'/.test(said)) {
    return "the hub's folder has no history in git. Clone the repository, or give --against a file.";
  }
  return `git says "${line.replace(/^(?:fatal|error): /, "").trim()}". Mend that, or give --against a file.`;
}
