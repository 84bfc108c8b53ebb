import type { Sql } from "postgres";
import { dayInChina } from "../../shared/day-in-china.ts";
import type { HearersOf } from "../../shared/department-writes.ts";
import { type ResidentColumn, placesOf, residentColumns } from "./columns.ts";
import { type CsvLine, FileRefusal, openCsv, type RefusedLine } from "./csv-file.ts";
import { createLoad, type Loaded } from "./load-residents.ts";
import { openRegister } from "./open-register.ts";
import { heardEvents } from "./told-events.ts";
import type { Initials, Waiting } from "./write-batch.ts";
import { readResident, type ResidentRules } from "./resident-line.ts";

export interface RegisterImport {
  /** Where the login of the register logs in. */
  readonly url: string;
  readonly path: string;
  readonly takesSynthetic: boolean;
  /** The first letters of a name's pinyin, for a search by them. */
  readonly initialsOf: (name: string) => Initials;
  /** Who is told what the file changes. */
  readonly hearersOf: HearersOf;
  readonly onRefused: (lines: readonly RefusedLine[]) => void;
  readonly onProgress?: (lines: number, about: number) => void;
  readonly signal?: AbortSignal;
  readonly now?: Date;
}

export interface RegisterReport extends Loaded {
  readonly encoding: string;
  /** Lines of residents that were read. */
  readonly read: number;
  readonly refused: number;
  /** False when it was told to stop: what was read so far is kept. */
  readonly isWhole: boolean;
}

const LINES_PER_BATCH = 5_000;

/**
 * Loads the register from a file, batch by batch: each is one transaction, and stays whatever comes after it. Residents
 * are known by their identity number, so that a file may be loaded again: who is there already is brought up to date,
 * and who is not is added. Nobody is taken away. What others must hear is told with the batch.
 */
export async function importResidents(options: RegisterImport): Promise<RegisterReport> {
  const file = await openCsv(options.path);
  const register = await openRegister(options.url);
  try {
    const villages = await readVillages(register.sql);
    if (villages.size === 0) {
      throw new FileRefusal("The register has no divisions yet: load them first, with hub import areas FILE.");
    }
    const rules = {
      isVillage: (code: string) => villages.has(code),
      takesSynthetic: options.takesSynthetic,
      today: dayInChina(options.now?.getTime()),
    };
    let reader: ReturnType<typeof createReader> | null = null;
    let load: ReturnType<typeof createLoad> | null = null;
    let read = 0;
    let refused = 0;
    const refuse = (lines: readonly RefusedLine[]): void => {
      refused += lines.length;
      if (lines.length > 0) options.onRefused(lines);
    };
    for await (const { lines, end } of file.blocks()) {
      for (const line of lines) {
        if (reader === null || load === null) {
          const places = placesOf(headerOf(line), residentColumns);
          reader = createReader(places, rules, options.initialsOf);
          load = createLoad(register, {
            hasPhone: places.has("phone"),
            hasHousehold: places.has("householdId"),
            today: rules.today,
            heard: heardEvents(options.hearersOf),
          });
          continue;
        }
        read += 1;
        const found = reader(line);
        if ("reason" in found) refuse([found]);
        else if (load.add(found) >= LINES_PER_BATCH) refuse(await load.flush());
      }
      options.onProgress?.(read, Math.max(read, Math.round((read * file.bytes) / end)));
      if (options.signal?.aborted === true) break;
    }
    if (load === null) throw new FileRefusal("The file has no lines.");
    refuse(await load.flush());
    const isWhole = options.signal?.aborted !== true;
    if (isWhole) options.onProgress?.(read, read);
    await register.finish();
    return { encoding: file.encoding, read, refused, isWhole, ...load.loaded() };
  } finally {
    await register.close();
  }
}

function headerOf({ values, fault }: CsvLine): readonly string[] {
  if (values === null) throw new FileRefusal(`The first line ${fault ?? "can't be read"}.`);
  return values;
}

function createReader(
  places: ReadonlyMap<ResidentColumn, number>,
  rules: ResidentRules,
  initialsOf: (name: string) => Initials,
) {
  const width = Math.max(...places.values()) + 1;
  return (line: CsvLine): Waiting | RefusedLine => {
    const { number, values, fault } = line;
    if (values === null) return { line: number, reason: `the line ${fault ?? "can't be read"}` };
    if (values.length !== width) {
      return { line: number, reason: `the line has ${values.length} columns, and the first has ${width}` };
    }
    const { resident, faults } = readResident((column) => {
      const place = places.get(column);
      return place === undefined ? null : (values[place] ?? "");
    }, rules);
    if (resident === null) return { line: number, reason: faults.join("; ") };
    return { line: number, resident, ...initialsOf(resident.name) };
  };
}

async function readVillages(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql<{ code: string }[]>`
    select code from population.areas where length(code) = 12
      and (valid_to_on is null or valid_to_on > (now() at time zone 'Asia/Shanghai')::date)`;
  return new Set(rows.map(({ code }) => code));
}
