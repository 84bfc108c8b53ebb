import type { Sql } from "postgres";
import { caseOf } from "./rows/cases.ts";
import { item } from "./rows/services.ts";

/** What tests look at people for, where it does not matter what for: every test hub has this item open. */
export const ITEM_PURPOSE = "item:320101-001";

export async function insertItemOfPurpose(sql: Sql): Promise<void> {
  const code = ITEM_PURPOSE.slice("item:".length);
  // Several hubs may be on one database.
  const there = await sql`select from services.items where code = ${code}`;
  if (there.length === 0) await item(sql, { code });
}

/** The same for a case, of somebody in 320105006 who is in no register; for tests that ask for it. */
export const CASE_PURPOSE = "case:2025-0001";

export async function insertCaseOfPurpose(sql: Sql): Promise<void> {
  await caseOf(sql, { residentId: "1", id: "1", number: CASE_PURPOSE.slice("case:".length) });
}
