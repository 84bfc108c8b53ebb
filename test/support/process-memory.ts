import { readdir, readFile } from "node:fs/promises";

/** Resident memory in bytes: the hub's own, that of its planner, and that of the database it has started. */
export interface ProcessMemory {
  readonly hub: number;
  readonly planner: number;
  readonly database: number;
}

interface Found {
  readonly pid: number;
  readonly parent: number;
  readonly isDatabase: boolean;
  readonly bytes: number;
}

/** A hub's memory and that of everything below it, as Linux tells it; the buffers that the database's processes share are left out. */
export async function memoryOf(pid: number): Promise<ProcessMemory> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = (await Promise.all(names.map(read))).flatMap((found) => (found === null ? [] : [found]));
  const below = new Set([pid]);
  for (let grown = 0; grown !== below.size;) {
    grown = below.size;
    for (const one of all) if (below.has(one.parent)) below.add(one.pid);
  }
  const sum = (some: readonly Found[]) => some.reduce((total, { bytes }) => total + bytes, 0);
  const family = all.filter((one) => below.has(one.pid));
  return {
    hub: sum(family.filter((one) => one.pid === pid)),
    planner: sum(family.filter((one) => one.pid !== pid && !one.isDatabase)),
    database: sum(family.filter((one) => one.isDatabase)),
  };
}

async function read(name: string): Promise<Found | null> {
  // A process may end while it is looked at.
  const status = await readFile(`/proc/${name}/status`, "utf8").catch(() => null);
  if (status === null) return null;
  const kilobytes = (key: string) => Number(new RegExp(`^${key}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  const isDatabase = /^Name:\s+postgres$/m.test(status);
  // Every process of the database maps the same buffers; what is its own is what may grow.
  const bytes = (isDatabase ? kilobytes("RssAnon") : kilobytes("VmRSS")) * 1_024;
  return { pid: Number(name), parent: kilobytes("PPid"), isDatabase, bytes };
}
