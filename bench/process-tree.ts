import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";

// Linux counts in hundredths of a second wherever Node runs.
const TICKS_PER_SECOND = 100;
const LOOK_EVERY_MS = 5;

interface Stat {
  readonly name: string;
  readonly parent: number;
  /** Of the process, and of its children that have ended. */
  readonly ticks: number;
}

/** Processor time of a process and of all it has started, in seconds. */
export function secondsOfTree(root: number): number {
  return treeOf(root).reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
}

/** The same of a process that is about to end; looked at until it has, since afterwards nobody tells. */
export async function endOfTree(child: ChildProcess): Promise<number> {
  let seconds = 0;
  const looking = setInterval(() => {
    seconds = Math.max(seconds, secondsOfTree(child.pid ?? 0));
  }, LOOK_EVERY_MS);
  const [code] = (await once(child, "exit")) as [number | null];
  clearInterval(looking);
  if (code !== 0) throw new Error("A command of the hub failed.");
  return seconds;
}

/** Memory that the processes of a tree hold, for those whose names are wanted. */
export function residentMegabytes(root: number, isWanted: (name: string) => boolean): number {
  const kilobytes = treeOf(root)
    .filter(({ name }) => isWanted(name))
    .map(({ pid }) => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0));
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

function treeOf(root: number): (Stat & { readonly pid: number })[] {
  const all = readdirSync("/proc")
    .map(Number)
    .filter(Number.isInteger)
    .flatMap((pid) => {
      const stat = statOf(pid);
      return stat === null ? [] : [{ ...stat, pid }];
    });
  const within = new Set([root]);
  // Parents have lower numbers than their children nearly always; where numbers began again, the next round finds them.
  for (let size = 0; size < within.size;) {
    size = within.size;
    for (const { pid, parent } of all) if (within.has(parent)) within.add(pid);
  }
  return all.filter(({ pid }) => within.has(pid));
}

function statOf(pid: number): Stat | null {
  const text = read(`/proc/${pid}/stat`);
  const end = text.lastIndexOf(")");
  if (end < 0) return null;
  const fields = text
    .slice(end + 2)
    .split(" ")
    .map(Number);
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
  return { name: text.slice(text.indexOf("(") + 1, end), parent: fields[1] ?? 0, ticks };
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
