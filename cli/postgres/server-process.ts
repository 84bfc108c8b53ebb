import { spawnSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";

/** True only if this pid runs PostgreSQL on exactly these files. Nothing else is ever signalled. */
export async function isServerOf(pid: number, folder: string): Promise<boolean> {
  if (process.platform === "linux") return await isServerOnLinux(pid, folder);
  if (process.platform === "win32") return isListed(pid);
  const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return /postgres/.test(stdout) && stdout.includes(folder);
}

async function isServerOnLinux(pid: number, folder: string): Promise<boolean> {
  try {
    // Empty for a process that ended but was not yet collected.
    const words = (await readFile(`/proc/${pid}/cmdline`, "utf8")).split("\0");
    if (basename(words[0] ?? "") !== "postgres") return false;
    if (words[words.indexOf("-D") + 1] === folder) return true;
    // The server works inside its data folder, so a folder that was moved while it runs is still recognised.
    const [inside, wanted] = await Promise.all([stat(`/proc/${pid}/cwd`), stat(folder)]);
    return inside.dev === wanted.dev && inside.ino === wanted.ino;
  } catch {
    return false;
  }
}

function isListed(pid: number): boolean {
  const { stdout } = spawnSync("tasklist", ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"], { encoding: "utf8" });
  return stdout.toLowerCase().includes("postgres");
}
