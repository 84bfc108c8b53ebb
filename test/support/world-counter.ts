import type { Sql } from "postgres";
import { rows } from "../../subgraphs/cases/rows.ts";
import type { WorldPerson } from "../../subgraphs/shared/rows/described-table.ts";
import { worldRows } from "./described-world.ts";
import { ITEM_PURPOSE } from "./purposes.ts";
import { business, item } from "./rows/services.ts";

interface Person extends WorldPerson {
  readonly areaElsewhere?: string;
  readonly hasRecords: boolean;
}

/** The first is in every test hub; the last is closed. */
export const items = [ITEM_PURPOSE.slice("item:".length), "old-age", "paper-form"].map((code, at) => ({
  code,
  name: at === 0 ? "最低生活保障" : `事项${at}`,
  department: at === 0 ? "civil-affairs" : "social-security",
  isActive: at < 2,
  position: at + 1,
  businesses: at === 0 ? ["apply", "change"].map((end) => ({ code: `${code}.${end}`, name: `办理${end}` })) : [],
}));

/** Newest first. */
export function casesOf(person: Person) {
  if (!person.hasRecords) return [];
  return worldRows(rows.cases, person).map((row) => ({
    ...row,
    id: String(row["caseId"]),
    residentId: person.id,
    areaCode: person.areaElsewhere ?? person.areaCode,
    number: String(row["number"]),
    openedOn: String(row["openedOn"]),
  }));
}

export async function insertCatalogue(sql: Sql): Promise<void> {
  for (const { businesses, ...one } of items) {
    if (one.position > 1) await item(sql, one);
    for (const [at, each] of businesses.entries()) {
      await business(sql, { ...each, itemCode: one.code, position: at + 1 });
    }
  }
}
