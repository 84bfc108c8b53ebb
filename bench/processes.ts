import { readdirSync, readFileSync } from "node:fs";

// Linux counts in hundredths of a second wherever Node runs.
const MICROSECONDS_PER_TICK = 10_000;
const KIB = 1024;

interface Stat {
  readonly parent: number;
  readonly microseconds: number;
}

/** Processor time that processes have used, in microseconds; null where the system does not tell. */
export function cpuTimeOf(pids: readonly number[]): number | null {
  return sum(pids.map((pid) => readStat(pid)?.microseconds ?? null));
}

/**
 * Memory that processes hold (resident), in bytes; null where the system does not tell. What they have of files, Node's own
 * program above all, is in memory once for all of them, and is counted once: as much as the one holds that has most of it.
 */
export function memoryOf(pids: readonly number[]): number | null {
  const read = pids.map(readMemory).filter((memory) => memory !== null);
  if (read.length === 0) return null;
  return read.reduce((total, { own }) => total + own, 0) + Math.max(...read.map(({ ofFiles }) => ofFiles));
}

/** Processes and all that they have started, without those that count elsewhere. */
export function familiesOf(pids: readonly number[], without: readonly number[] = []): number[] {
  const parents = new Map(listProcesses().map((pid) => [pid, readStat(pid)?.parent]));
  const found = [...pids];
  for (const pid of found)
    for (const [child, parent] of parents)
      if (parent === pid && !found.includes(child) && !without.includes(child)) found.push(child);
  return found;
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

/** A process that has just ended counts no more; null where none can be read. */
function sum(values: readonly (number | null)[]): number | null {
  const read = values.filter((value) => value !== null);
  return read.length === 0 ? null : read.reduce((total, value) => total + value, 0);
}

function listProcesses(): number[] {
  try {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

interface Memory {
  readonly own: number;
  readonly ofFiles: number;
}

function readMemory(pid: number): Memory | null {
  try {
    const text = readFileSync(`/proc/${pid}/status`, "utf8");
    const bytes = (name: string) => KIB * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1]);
    const memory = { own: bytes("RssAnon") + bytes("RssShmem"), ofFiles: bytes("RssFile") };
    return Number.isNaN(memory.own + memory.ofFiles) ? null : memory;
  } catch {
    return null;
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
