import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { departmentNames } from "../../subgraphs/index.ts";
import type { HeardEvent } from "../../subgraphs/shared/hear.ts";
import { openHearing } from "../../subgraphs/shared/hearing.ts";
import { deliverEvents } from "../support/deliveries.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { AFTER, BEFORE, BEYOND, insertMover, mover } from "../support/mover.ts";
import { errorsOfMove, recordMove } from "../support/moves.ts";
import { area } from "../support/rows/population.ts";
import { subgraphs } from "../support/subgraphs.ts";

/** Columns that hold an area beside a person and stay as they are, each with the reason. */
const STAYS: Readonly<Record<string, string>> = {
  "audit.access_records.area_code": "of who looked, where the look was made",
  "audit.access_records.areas": "of who looked, where the look was made",
  "audit.objections.area_code": "of the look that is objected to",
  "cases.cases.area_code": "of the window that took the case, which sees it until it is closed; of others it follows",
  "housing_fund.deliveries.area_code": "empty but in tests: a file is nobody's",
  "housing_fund.refused_lines.area_code": "empty but in tests: a line whose owner is not known",
  "housing_fund.staged_records.area_code":
    "read by nobody, and gone when the file is loaded: finish_import takes the holder's",
  "population.emergency_accesses.area_code": "of the account that asks",
  "social_security.participations.insured_area_code": "where the insurance is kept, which a move does not change",
};

/** Written by the move itself. */
const MOVED_WITH_IT = ["population.households.area_code", "population.residents.area_code"];

let hub: TestHub;
let delivery: { close(): Promise<void> };

beforeAll(async () => {
  hub = await openHub();
  for (const code of [BEFORE, AFTER, BEYOND]) await area(hub.sql, { code });
  await insertMover(hub.sql, BEFORE);
  delivery = await deliverEvents(hub);
});
afterAll(async () => {
  await delivery.close();
  await hub.close();
});

/** Every column of every department's table, as `schema.table.column`, by whether its table says whose its rows are. */
async function columns(): Promise<{ name: string; table: string; column: string; isOfPerson: boolean }[]> {
  const schemas = departmentNames.map((name) => name.replaceAll("-", "_"));
  return hub.sql`
    with found as (
      select n.nspname || '.' || c.relname as "table", a.attname as "column"
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and n.nspname = any(${schemas})
    )
    select "table" || '.' || "column" as name, "table", "column", exists (
      select from found as other where other."table" = found."table"
        and other."column" in ('resident_id', 'household_id', 'case_id', 'subject_id', 'pseudonym', 'residents')
    ) as "isOfPerson"
    from found order by 1`;
}

/** Columns in some row of which the code stands, whole or as a part of a list or a document. */
async function holding(code: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name, table, column } of await columns()) {
    const [row] = await hub.sql`select from ${hub.sql(table)} as t
      where to_jsonb(t.${hub.sql(column)})::text like ${`%"${code}"%`} limit 1`;
    if (row !== undefined) found.push(name);
  }
  return found;
}

/** What a department has told is its history. */
const WAS_TOLD = /^\w+\.outbox\.(?:area_code|payload)$/;
const stays = (name: string) => Object.hasOwn(STAYS, name) || WAS_TOLD.test(name);

describe("a column that keeps where a person is registered", () => {
  let copies: string[];
  beforeAll(async () => {
    copies = (await holding(BEFORE)).filter((name) => !name.startsWith("population.areas."));
  });

  test("is filled in this test, or stays for a reason", async () => {
    const named = (await columns()).filter(({ column, isOfPerson }) => isOfPerson && /(^|_)areas?(_|$)/.test(column));
    expect(named.length).toBeGreaterThan(30);
    const mute = named.map(({ name }) => name).filter((name) => !copies.includes(name) && !stays(name));
    // Null where the applicant has not moved.
    expect(mute).toEqual(["cases.cases.moved_to_area_code"]);
    const names = (await columns()).map(({ name }) => name);
    expect(Object.keys(STAYS).filter((name) => !names.includes(name))).toEqual([]);
  });

  test("follows a move within ten seconds", async () => {
    const moved = await recordMove(hub, { residentId: mover.id, areaCode: AFTER, isWholeHousehold: true });
    expect(errorsOfMove(moved)).toEqual([]);
    await vi.waitFor(
      async () => expect((await holding(BEFORE)).filter((name) => !stays(name))).toEqual(["population.areas.code"]),
      10_000,
    );
    const follows = copies.filter((name) => !stays(name) || name === "cases.cases.area_code");
    expect(MOVED_WITH_IT.filter((name) => !follows.includes(name))).toEqual([]);
    const after = await holding(AFTER);
    expect(follows.filter((name) => !after.includes(name))).toEqual([]);
    expect(after).toContain("cases.cases.moved_to_area_code");
  });

  test("ends where the last of several moves led, also where a former one is told again, or after it", async () => {
    const key = "the-second-of-two-moves";
    await recordMove(hub, { key, residentId: mover.id, areaCode: BEYOND, isWholeHousehold: true });
    await vi.waitFor(async () => {
      expect((await holding(AFTER)).filter((name) => !stays(name))).toEqual(["population.areas.code"]);
    }, 10_000);
    const [first] = await hub.sql<HeardEvent[]>`
      select event_id as id, 'population' as "from", name, version, resident_id::text as "residentId",
        area_code as "areaCode", payload, appended_at::text as "appendedAt"
      from population.outbox where name = 'ResidentMoved' order by event_id limit 1`;
    if (first === undefined) throw new Error("no move was told");
    for (const { name: department, handlers = [] } of subgraphs) {
      if (handlers.length === 0) continue;
      const url = hub.urlFor(`${department}-system`);
      const hearing = openHearing({ department, url, handlers });
      expect(await hearing.hear(first)).toBe("REPEATED");
      // As if it had never come before.
      await hub.sql`delete from ${hub.sql(`${department.replaceAll("-", "_")}.inbox`)} where event_id = ${first.id}`;
      expect(await hearing.hear(first)).toBe("HANDLED");
      await hearing.close();
    }
    expect((await holding(AFTER)).filter((name) => !stays(name))).toEqual(["population.areas.code"]);
  });
});
