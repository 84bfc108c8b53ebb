import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** One process, and no later one that was given the same pid. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
  /** The running system and its process table: a pid from elsewhere says nothing here. */
  place: string;
}

let identity: ProcessIdentity | undefined;

export function thisProcess(): ProcessIdentity {
  identity ??= identify(process.pid);
  return identity;
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startedAt: startTimeOf(pid) ?? "", place: thisPlace() };
}

/** True while exactly this process runs; a process that ended but was not yet collected does not run. */
export function isRunning(wanted: ProcessIdentity): boolean {
  return startTimeOf(wanted.pid) === wanted.startedAt;
}

function startTimeOf(pid: number): string | undefined {
  if (process.platform === "linux") return startTimeOnLinux(pid);
  if (process.platform === "win32") return answersSignals(pid) ? "" : undefined;
  const { stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" });
  const [state, ...startedAt] = stdout.trim().split(/\s+/);
  return state === undefined || state === "" || state.startsWith("Z") ? undefined : startedAt.join(" ");
}

function startTimeOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name may hold spaces and brackets, so fields are counted from its last bracket.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, startedAt] = [fields[0], fields[19]];
    return state === "Z" || state === "X" ? undefined : startedAt;
  } catch {
    return undefined;
  }
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function thisPlace(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}
