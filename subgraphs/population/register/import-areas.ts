import { AREA_DIGITS, isAreaPrefix } from "../../shared/area.ts";
import { arrayLiteral } from "../../shared/bind-statement.ts";
import { areaColumns, type AreaColumn } from "./columns.ts";
import { openCsv, type RefusedLine } from "./csv-file.ts";
import { openRegister } from "./open-register.ts";
import { readTable, type TableLine } from "./read-table.ts";

export interface AreaImport {
  readonly url: string;
  readonly path: string;
  readonly onRefused: (lines: readonly RefusedLine[]) => void;
}

export interface AreaReport {
  readonly read: number;
  /** Divisions added or changed. */
  readonly loaded: number;
  readonly refused: number;
}

type Area = TableLine<AreaColumn>;

const LEVELS = Object.values(AREA_DIGITS);

/** Loads divisions from a file, all in one transaction: a country's fit in memory. None is taken away. */
export async function importAreas({ url, path, onRefused }: AreaImport): Promise<AreaReport> {
  const file = await openCsv(path);
  const register = await openRegister(url);
  try {
    const { read, lines, refused } = await readTable(file, areaColumns);
    const areas = new Map<string, Area>();
    for (const area of lines) {
      if (areas.has(area.code)) refused.push({ line: area.line, reason: "code stands on an earlier line" });
      else areas.set(area.code, area);
    }
    const rows = await register.sql<{ code: string }[]>`select code from population.areas`;
    const known = new Set(rows.map(({ code }) => code));
    const isKnown = (code: string) => known.has(code) || areas.has(code);
    const good = [...areas.values()].filter((area) => {
      const fault = faultOf(area, isKnown);
      if (fault !== null) refused.push({ line: area.line, reason: fault });
      return fault === null;
    });
    const column = (name: keyof Area) => arrayLiteral(good.map((area) => String(area[name])));
    const loaded = await register.transaction(
      (sql) => sql`
      insert into population.areas as a (code, name, parent_code, valid_from_on, valid_to_on, successor_code)
      select code, name, parent, nullif(valid_from, '')::date, nullif(valid_to, '')::date, nullif(successor, '')
      from unnest(${column("code")}::text::text[], ${column("name")}::text::text[],
        ${arrayLiteral(good.map(({ code }) => parentOf(code) ?? ""))}::text::text[],
        ${column("validFromOn")}::text::text[], ${column("validToOn")}::text::text[],
        ${column("successorCode")}::text::text[]) as g(code, name, given_parent, valid_from, valid_to, successor),
        lateral (select nullif(given_parent, '') as parent) as p
      on conflict (code) do update set name = excluded.name, parent_code = excluded.parent_code,
        valid_from_on = excluded.valid_from_on, valid_to_on = excluded.valid_to_on,
        successor_code = excluded.successor_code
      where (a.name, a.parent_code, a.valid_from_on, a.valid_to_on, a.successor_code) is distinct from
        (excluded.name, excluded.parent_code, excluded.valid_from_on, excluded.valid_to_on, excluded.successor_code)`,
    );
    await register.sql`analyze population.areas`;
    refused.sort((one, other) => one.line - other.line);
    if (refused.length > 0) onRefused(refused);
    return { read, loaded: loaded.count, refused: refused.length };
  } finally {
    await register.close();
  }
}

function faultOf(area: Area, isKnown: (code: string) => boolean): string | null {
  if (!isAreaPrefix(area.code)) return "code must be 2, 4, 6, 9 or 12 digits, without zeros to fill it up";
  if (area.name === "" || area.name.length > 100) return "name must be 1 to 100 characters";
  const parent = parentOf(area.code);
  if (parent !== null && !isKnown(parent)) return `the division above it, ${parent}, is neither in the file nor loaded`;
  if (!isDayOrEmpty(area.validFromOn) || !isDayOrEmpty(area.validToOn)) return "days must be like 2026-01-01, or empty";
  if (area.successorCode !== "" && !isKnown(area.successorCode)) {
    return "successor_code is neither in the file nor loaded";
  }
  return null;
}

/** The division above: a city's districts hang below the city where it is known by four digits, and so on. */
function parentOf(code: string): string | null {
  const above = LEVELS.filter((digits) => digits < code.length).at(-1);
  return above === undefined ? null : code.slice(0, above);
}

function isDayOrEmpty(text: string): boolean {
  if (text === "") return true;
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
