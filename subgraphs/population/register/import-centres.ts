import { isAreaPrefix } from "../../shared/area.ts";
import { arrayLiteral } from "../../shared/bind-statement.ts";
import { centreColumns, type CentreColumn } from "./columns.ts";
import { openCsv } from "./csv-file.ts";
import type { AreaImport, AreaReport } from "./import-areas.ts";
import { openRegister, type Register } from "./open-register.ts";
import { readTable, type TableLine } from "./read-table.ts";

/** A centre as the database keeps it; the townships in the order of their codes. */
interface Centre {
  readonly code: string;
  readonly name: string;
  readonly standsIn: string;
  readonly townships: readonly string[];
  readonly address: string | null;
  readonly openingHours: string | null;
}

const MOST_CHARACTERS = 200;

/** Loads service centres from a file, all in one transaction. None is taken away; each serves what its line says. */
export async function importCentres({ url, path, onRefused }: AreaImport): Promise<AreaReport> {
  const file = await openCsv(path);
  const register = await openRegister(url);
  try {
    const { read, lines, refused } = await readTable(file, centreColumns);
    const areas = await register.sql<{ code: string }[]>`select code from population.areas`;
    const known = new Set(areas.map(({ code }) => code));
    const good = new Map<string, Centre>();
    for (const line of lines) {
      const centre = centreOf(line);
      const fault = good.has(centre.code) ? "code stands on an earlier line" : faultOf(centre, known);
      if (fault === null) good.set(centre.code, centre);
      else refused.push({ line: line.line, reason: fault });
    }
    const kept = await keptCentres(register);
    const changed = [...good.values()].filter((centre) => kept.get(centre.code) !== JSON.stringify(centre));
    if (changed.length > 0) await keep(register, changed);
    refused.sort((one, other) => one.line - other.line);
    if (refused.length > 0) onRefused(refused);
    return { read, loaded: changed.length, refused: refused.length };
  } finally {
    await register.close();
  }
}

function centreOf(line: TableLine<CentreColumn>): Centre {
  const { code, name, standsIn, townshipCodes, address, openingHours } = line;
  const townships = [...new Set(townshipCodes.split(/[\s;；、]+/).filter((one) => one !== ""))].sort();
  return { code, name, standsIn, townships, address: address || null, openingHours: openingHours || null };
}

function faultOf({ code, name, standsIn, townships, address, openingHours }: Centre, known: ReadonlySet<string>) {
  if (!/^\d{10}$/.test(code)) return "code must be ten digits: the county, and a number in it";
  if (!known.has(code.slice(0, 6))) return `the county of its code, ${code.slice(0, 6)}, is not loaded`;
  if (name === "" || name.length > 100) return "name must be 1 to 100 characters";
  if (!isAreaPrefix(standsIn) || !known.has(standsIn)) return "stands_in must be the code of a division that is loaded";
  if (townships.length === 0) return "township_codes must name a township at least";
  if (townships.some((one) => one.length !== 9 || !known.has(one))) {
    return "township_codes must be codes of nine digits of divisions that are loaded, parted by ; or blanks";
  }
  if ([address, openingHours].some((text) => (text?.length ?? 0) > MOST_CHARACTERS)) {
    return `address and opening_hours must be ${MOST_CHARACTERS} characters at most`;
  }
  return null;
}

/** What there is, written out as it would be were it read from a file. */
async function keptCentres({ sql }: Register): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<Centre[]>`
    select code, name, stands_in as "standsIn",
      array(select township_code from population.centre_townships where centre_code = c.code order by 1) as townships,
      address, opening_hours as "openingHours"
    from population.service_centres c`;
  return new Map(rows.map((row) => [row.code, JSON.stringify(row)]));
}

async function keep({ sql, transaction: inTransaction }: Register, centres: readonly Centre[]): Promise<void> {
  const column = (values: readonly (string | null)[]) => arrayLiteral(values.map((value) => value ?? ""));
  const codes = column(centres.map(({ code }) => code));
  const served = centres.flatMap(({ code, townships }) => townships.map((township) => ({ code, township })));
  await inTransaction(async (transaction) => {
    await transaction`
      insert into population.service_centres (code, name, stands_in, address, opening_hours)
      select code, name, stands_in, nullif(address, ''), nullif(opening_hours, '')
      from unnest(${codes}::text::text[], ${column(centres.map(({ name }) => name))}::text::text[],
        ${column(centres.map(({ standsIn }) => standsIn))}::text::text[],
        ${column(centres.map(({ address }) => address))}::text::text[],
        ${column(centres.map(({ openingHours }) => openingHours))}::text::text[])
        as g(code, name, stands_in, address, opening_hours)
      on conflict (code) do update set name = excluded.name, stands_in = excluded.stands_in,
        address = excluded.address, opening_hours = excluded.opening_hours`;
    await transaction`delete from population.centre_townships where centre_code = any(${codes}::text::text[])`;
    await transaction`
      insert into population.centre_townships (centre_code, township_code)
      select * from unnest(${column(served.map(({ code }) => code))}::text::text[],
        ${column(served.map(({ township }) => township))}::text::text[])`;
  });
  await sql`analyze population.service_centres`;
  await sql`analyze population.centre_townships`;
}
