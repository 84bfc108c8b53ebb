import { OperatorError } from "../hub/operator-error.ts";
import { seededDepartments } from "./departments/departments.ts";
import { dayText, parseDay, todayInChina } from "./draw/calendar.ts";
import { generateChunks } from "./load/chunks.ts";
import { type DepartmentLoad, openDepartmentLoad } from "./load/department-load.ts";
import { HOW_TO_RESET } from "./load/run-record.ts";
import { DEMO_PERSONS } from "./people/demo-residents.ts";
import { MAX_RESIDENTS } from "./people/id-numbers.ts";
import type { Extent, World } from "./people/person.ts";
import { writeTruth } from "./truth/write-truth.ts";

export interface SeedOptions {
  /** An administrator's address of the database that holds the department's schema. */
  urlOf: (department: string) => string;
  /** Left out, it is the demo. */
  extent?: Extent;
  residents: number;
  seed: number;
  /** The day the data are as of, YYYY-MM-DD; left out, the day of the run. Two loads as of one day are the same. */
  today?: string;
  /** Where to write what each benefit's rule comes to for every resident. */
  truthFile?: string;
  onProgress?: (done: number, total: number) => void;
  /** Stops the load; nothing is kept then. */
  signal?: AbortSignal;
}

export interface SeedReport {
  extent: Extent;
  residents: number;
  seed: number;
  today: string;
  /** Rows loaded, by `department.table`. */
  rows: Record<string, number>;
  /** Departments that a run cut off before its end had already loaded. */
  loadedBefore: string[];
  seconds: number;
}

// The named residents' lives are told up to here.
const FIRST_TODAY = "2025-01-01";

/**
 * Fills the empty tables of every department with synthetic residents. Each department is loaded in one
 * transaction and Population's becomes visible last, so that nobody ever sees half of it; after an interruption
 * the same call loads what is missing.
 */
export async function seed(options: SeedOptions): Promise<SeedReport> {
  const startedAt = performance.now();
  const world = worldOf(options);
  const run = { extent: world.extent, seed: world.seed, residents: options.residents, today: dayText(world.today) };
  const loads: DepartmentLoad[] = [];
  try {
    for (const department of seededDepartments) {
      loads.push(await openDepartmentLoad(department, options.urlOf(department.name), run));
    }
    const missing = loads.filter(({ isLoaded }) => !isLoaded);
    if (missing.length === 0) {
      throw new OperatorError(
        `The database already holds these ${run.residents} residents (--seed ${run.seed}): nothing was changed. ${HOW_TO_RESET}`,
      );
    }
    const rows = await loadAll(missing, world, options);
    // Before anything is kept: a file that can't be written stops the load while that costs nothing.
    if (options.truthFile !== undefined) await writeTruth(options.truthFile, world, options.residents);
    const population = loads.at(-1);
    await Promise.all(missing.filter((load) => load !== population).map((load) => load.commit()));
    if (population?.isLoaded === false) await population.commit();
    const loadedBefore = loads.filter(({ isLoaded }) => isLoaded).map(({ department }) => department.name);
    return { ...run, rows, loadedBefore, seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    await Promise.all(loads.map((load) => load.close()));
  }
}

function worldOf({ extent = "DEMO", residents, seed, today = dayText(todayInChina()) }: SeedOptions): Required<World> {
  if (!Number.isSafeInteger(residents) || residents < DEMO_PERSONS || residents > MAX_RESIDENTS) {
    throw new OperatorError(
      `--residents must be a whole number from ${DEMO_PERSONS} (the named demo residents) to ${MAX_RESIDENTS} (the synthetic identity numbers there are).`,
    );
  }
  if (!Number.isSafeInteger(seed) || seed < 0) throw new OperatorError("--seed must be a whole number, 0 or more.");
  const day = parseDay(today);
  if (day === null || today < FIRST_TODAY) {
    throw new OperatorError(`--today must be a date from ${FIRST_TODAY} on, such as 2026-01-01.`);
  }
  return { extent, residents, seed, today: day };
}

// One department's rows of a chunk may take the server long while the others wait for the next; a few chunks even that out.
const CHUNKS_UNDER_WAY = 4;

/** Loads the departments side by side, chunk by chunk; the next chunks are made while the last ones are on their way. */
async function loadAll(
  loads: readonly DepartmentLoad[],
  world: World,
  { residents, onProgress, signal }: SeedOptions,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const underWay: { end: number; loaded: Promise<unknown> }[] = [];
  onProgress?.(0, residents);
  const awaitFirst = async (): Promise<void> => {
    const first = underWay.shift();
    await first?.loaded;
    if (first !== undefined) onProgress?.(first.end, residents);
    if (signal?.aborted === true) {
      throw new OperatorError("Stopped: nothing was kept. Run the same command again to load the data from the start.");
    }
  };
  const departments = loads.map(({ department }) => department);
  for await (const chunk of generateChunks(departments, world, residents)) {
    if (underWay.length >= CHUNKS_UNDER_WAY) await awaitFirst();
    const loaded = Promise.all(loads.map((load) => load.add(chunk)));
    // It may fail while the next chunks are being made: the await below reports that.
    loaded.catch(() => undefined);
    underWay.push({ end: chunk.end, loaded });
    for (const [{ name }, rows] of chunk.rows) {
      for (const [table, { count }] of rows.tables) {
        counts[`${name}.${table}`] = (counts[`${name}.${table}`] ?? 0) + count;
      }
    }
  }
  while (underWay.length > 0) await awaitFirst();
  return counts;
}
