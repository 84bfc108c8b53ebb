import type { Sql } from "postgres";
import { ITEM_PURPOSE } from "./purposes.ts";
import { caseOf } from "./rows/cases.ts";
import { business, item } from "./rows/services.ts";
import { centres } from "./world-places.ts";

/** What decides the rows of a person of the world. */
interface Person {
  readonly id: string;
  readonly areaCode: string;
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

/** Newest first. Two of the same day are told apart by their ids. */
export function casesOf(person: Person) {
  if (!person.hasRecords) return [];
  return ["2025-05-06", "2025-05-06", "2024-01-01"].map((openedOn, at) => ({
    id: `${person.id}${9 - at}`,
    residentId: person.id,
    areaCode: person.areaElsewhere ?? person.areaCode,
    number: `2025-${person.id}${at}`,
    itemCode: items[at]?.code ?? "",
    businessCode: at === 0 ? (items[0]?.businesses[1]?.code ?? null) : null,
    centreCode: at === 1 ? null : (centres[at === 0 ? 0 : 1]?.code ?? null),
    status: ["ACCEPTED", "IN_PUBLICITY", "DELIVERED"][at] ?? "",
    origin: at === 2 ? "GRID_REFERRAL" : "VILLAGE",
    isByAgent: at === 1,
    openedOn,
    acceptedOn: at === 1 ? null : openedOn,
    dueOn: at === 1 ? null : "2025-06-03",
    closedOn: at === 2 ? "2024-01-20" : null,
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

/** Cases of one person; put in backwards, so that an answer in the order of writing is wrong. */
export async function insertCases(sql: Sql, person: Person) {
  for (const one of casesOf(person).reverse()) await caseOf(sql, one);
}
