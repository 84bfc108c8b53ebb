import fc from "fast-check";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brokenLists, isWellFormed, isWellFormedList, listLike } from "../support/area-lists.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";

let database: TestDatabase;
let login: postgres.Sql;
beforeAll(async () => {
  database = await createDatabase();
  login = postgres(database.urlFor("population"), { max: 1 });
});
afterAll(async () => {
  await login.end();
  await database.drop();
});

describe("onedoor.in_areas and onedoor.areas", () => {
  test("hold of a well-formed list what begins with one of its codes, and of any other text nothing", async () => {
    const codes = ["32", "320101", "320205001003", "33", "3", ""];
    let holds = 0;
    let isBroken = 0;
    await fc.assert(
      fc.asyncProperty(listLike, async (claim) => {
        const found = await login.begin(async (sql) => {
          await sql`select set_config('onedoor.areas', ${claim}, true)`;
          return await sql<{ code: string; in_areas: boolean; among: boolean | null }[]>`
            select code, onedoor.in_areas(code), code ^@ any (onedoor.areas()) as among
            from unnest(${codes}::text[]) as one(code)`;
        });
        const areas = isWellFormedList(claim) ? claim.split(",") : [];
        for (const { code, in_areas, among } of found) {
          const isIn = areas.some((area) => code.startsWith(area));
          expect({ claim, code, in_areas, among: among === true }).toEqual({
            claim,
            code,
            in_areas: isIn,
            among: isIn,
          });
          if (isIn) holds += 1;
        }
        if (areas.length === 0) isBroken += 1;
      }),
      { numRuns: 500, examples: brokenLists.map((text): [string] => [text]) },
    );
    expect(holds).toBeGreaterThan(20);
    expect(isBroken).toBeGreaterThan(100);
  });

  test("hold of a single area what begins with it, and of any other text nothing", async () => {
    const codes = ["32", "320101", "320205001003", "33", "3", ""];
    await fc.assert(
      fc.asyncProperty(listLike, async (claim) => {
        const found = await login.begin(async (sql) => {
          await sql`select set_config('onedoor.area', ${claim}, true)`;
          return await sql<{ code: string; is_in: boolean }[]>`
            select code, onedoor.in_areas(code) as is_in from unnest(${codes}::text[]) as one(code)`;
        });
        for (const { code, is_in } of found) {
          expect({ claim, code, is_in }).toEqual({ claim, code, is_in: isWellFormed(claim) && code.startsWith(claim) });
        }
      }),
      { numRuns: 500, examples: brokenLists.map((text): [string] => [text]) },
    );
  });

  test("hold nothing where no claim was ever made", async () => {
    const fresh = postgres(database.urlFor("population"), { max: 1 });
    expect([...(await fresh`select onedoor.in_areas('32'), onedoor.areas()`)]).toEqual([
      { in_areas: false, areas: null },
    ]);
    await fresh.end();
  });
});
