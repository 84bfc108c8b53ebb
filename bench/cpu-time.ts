import { readdirSync, readFileSync } from "node:fs";

// Linux counts in hundredths of a second wherever Node runs.
const MICROSECONDS_PER_TICK = 10_000;

interface Stat {
  readonly parent: number;
  readonly microseconds: number;
}

/** Processor time that processes have used, in microseconds; null where the system does not tell. */
export function cpuTimeOf(pids: readonly number[]): number | null {
  const times = pids.map((pid) => readStat(pid)?.microseconds ?? null);
  return times.includes(null) ? null : times.reduce<number>((total, time) => total + (time ?? 0), 0);
}

/** Processor time of a process and all its children. */
export function cpuTimeOfFamily(pid: number): number | null {
  const children = listProcesses().filter((one) => readStat(one)?.parent === pid);
  return cpuTimeOf([pid, ...children]);
}

/** Processor time that anything on this machine has used, in microseconds; null where the system does not tell. */
export function cpuTimeOfMachine(): number | null {
  try {
    const [line = ""] = readFileSync("/proc/stat", "utf8").split("\n");
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.trim().split(/\s+/).slice(1).map(Number);
    return (user + nice + system + irq + softirq) * MICROSECONDS_PER_TICK;
  } catch {
    return null;
  }
}

function listProcesses(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, parent = 0] = fields;
    return { parent, microseconds: ((fields[11] ?? 0) + (fields[12] ?? 0)) * MICROSECONDS_PER_TICK };
  } catch {
    return null;
  }
}
