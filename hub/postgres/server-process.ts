import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";

/** True only if this pid runs PostgreSQL on exactly these files. Nothing else is ever signalled. */
export function isServerOf(pid: number, folder: string): boolean {
  if (process.platform === "linux") return isServerOnLinux(pid, folder);
  if (process.platform === "win32") return isListed(pid);
  const { stdout } = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return /postgres/.test(stdout) && stdout.includes(folder);
}

function isServerOnLinux(pid: number, folder: string): boolean {
  try {
    // Empty for a process that ended but was not yet collected.
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    if (basename(words[0] ?? "") !== "postgres") return false;
    if (words[words.indexOf("-D") + 1] === folder) return true;
    // The server works inside its data folder, so a folder that was moved while it runs is still recognised.
    const [inside, wanted] = [statSync(`/proc/${pid}/cwd`), statSync(folder)];
    return inside.dev === wanted.dev && inside.ino === wanted.ino;
  } catch {
    return false;
  }
}

function isListed(pid: number): boolean {
  const { stdout } = spawnSync("tasklist", ["/FI", `PID eq ${pid}`, "/FO", "CSV", "/NH"], { encoding: "utf8" });
  return stdout.toLowerCase().includes("postgres");
}
