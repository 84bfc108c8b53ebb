import { readdirSync, readFileSync } from "node:fs";

// Linux counts in hundredths of a second wherever Node runs.
const MICROSECONDS_PER_TICK = 10_000;
const KIB = 1024;

interface Stat {
  readonly name: string;
  readonly parent: number;
  /** Of the process itself. */
  readonly own: number;
  /** Of its children that have ended. */
  readonly ofEnded: number;
}

/** Processor time that processes and their children that have ended have used, in microseconds; null where the system does not tell. */
export function cpuTimeOf(pids: readonly number[]): number | null {
  return sum(pids.map((pid) => timeOf(readStat(pid))));
}

/** Processor time of all that this process has started and that has ended, with what those had started, in microseconds. */
export function cpuTimeOfEnded(): number | null {
  return readStat(process.pid)?.ofEnded ?? null;
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

/** The same without regard to files, in bytes: what each of them holds by itself. */
export function residentOf(pids: readonly number[]): number | null {
  return sum(pids.map(readMemory).map((memory) => (memory === null ? null : memory.own + memory.ofFiles)));
}

/** What the system calls a process; empty when it has ended. */
export function nameOf(pid: number): string {
  return readStat(pid)?.name ?? "";
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

function timeOf(stat: Stat | null): number | null {
  return stat === null ? null : stat.own + stat.ofEnded;
}

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name may hold anything, brackets too.
    const end = text.lastIndexOf(")");
    const fields = text
      .slice(end + 2)
      .split(" ")
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
      (at) => fields[at],
    );
    return {
      name: text.slice(text.indexOf("(") + 1, end),
      parent,
      own: (user + system) * MICROSECONDS_PER_TICK,
      ofEnded: (endedUser + endedSystem) * MICROSECONDS_PER_TICK,
    };
  } catch {
    return null;
  }
}
