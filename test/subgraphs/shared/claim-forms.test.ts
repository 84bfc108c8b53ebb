import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { quoteLiteral, setClaims } from "../../../subgraphs/shared/set-claims.ts";
import { area } from "../../support/area-lists.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { LIST_QUERY, MAIN_QUERY } from "../../support/main-query.ts";
import { allHolders } from "../../support/sdl-rules.ts";
import { insertWorld, people } from "../../support/world.ts";

let database: TestDatabase;
let admin: Sql;
let inStatement: TestHub;
let inTransaction: TestHub;
beforeAll(async () => {
  database = await createDatabase();
  admin = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  inStatement = await openHub({ database });
  inTransaction = await openHub({ database, claims: "transaction" });
  await insertWorld(admin);
});
afterAll(async () => {
  await inStatement.close();
  await inTransaction.close();
  await admin.end();
  await database.drop();
});

const NAMES = ["areas", "area", "resident_id", "account"];
const settings = NAMES.map((name) => `current_setting('onedoor.${name}', true) as ${name}`).join(", ");
const anything = fc.string({ unit: "binary", maxLength: 40 }).filter((text) => !text.includes("\0"));
const hostile = fc.oneof(
  anything,
  fc.constantFrom("'", "''", "\\'", "\\", "'; drop schema population cascade; --", "E'", "$$", "a\\'b''c\\\\"),
);

describe("claims that are set in a transaction", () => {
  test("are the same as those that onedoor.set_viewer sets, whatever they are made of", async () => {
    const resident = fc.option(fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }).map(String)));
    await fc.assert(
      fc.asyncProperty(fc.array(area, { maxLength: 4 }), resident, async (areas, residentId) => {
        const [byStatement, byFunction] = await admin.begin(async (sql) => {
          await sql.unsafe(setClaims({ areas, residentId })).simple();
          const set = await sql.unsafe(`select ${settings}, onedoor.areas() as list, onedoor.own_resident() as own`);
          await sql`select onedoor.set_writer(${areas}::text[], ${residentId}::bigint, '')`;
          return [set, await sql.unsafe(`select ${settings}, onedoor.areas() as list, onedoor.own_resident() as own`)];
        });
        expect([...byStatement]).toEqual([...byFunction]);
      }),
      { numRuns: 200 },
    );
  });

  test.each(["on", "off"])("hold an account as it is, with standard_conforming_strings %s", async (standard) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (account) => {
        const [row] = await admin.begin(async (sql) => {
          await sql.unsafe(
            `set local standard_conforming_strings = ${standard}; set local escape_string_warning = off`,
          );
          const claims = setClaims({ areas: ["32"], residentId: null }, account);
          const results = await sql.unsafe(`${claims}; select current_setting('onedoor.account') as account`).simple();
          return results.at(-1) as unknown as { account: string }[];
        });
        expect(row?.account).toBe(account);
      }),
      { numRuns: 200 },
    );
    expect(() => quoteLiteral("a\0b")).toThrow("NUL");
  });
});

describe("a hub that claims in a transaction", () => {
  test("gives the bytes of one that claims in the statement, for every role", async () => {
    let told = 0;
    for (const { role, department } of allHolders) {
      for (const areas of [["320105"], ["3202", "320481"], ["33"]]) {
        const claims = { roles: [role], areas, ...(department === undefined ? {} : { department }) };
        const questions = [
          ...people.map(({ id }) => ({ query: MAIN_QUERY, variables: { id } })),
          { query: LIST_QUERY, variables: { first: 5 } },
        ];
        const answers = await Promise.all(
          questions.map(async (question) => {
            const asked = { ...question, ...claims };
            return await Promise.all([inStatement.ask(asked), inTransaction.ask(asked)]);
          }),
        );
        for (const [one, other] of answers) {
          expect({ role, areas, text: other.text }).toEqual({ role, areas, text: one.text });
          if (other.text.includes('"name":"')) told += 1;
        }
      }
    }
    expect(told).toBeGreaterThan(allHolders.length);
  }, 120_000);

  test("makes a change once, as one that claims in the statement does", async () => {
    const query = `mutation ($input: RecordDeathInput!) {
      recordDeath(input: $input) { resident { id } errors { code field } } }`;
    const officer = { roles: ["department_officer"], department: "population", areas: ["32"] };
    const residentId = people[0]?.id ?? "";
    const input = { key: "0123456789abcdef", residentId, diedOn: "2025-06-01" };
    const first = await inTransaction.ask({ query, variables: { input }, ...officer });
    const again = await inStatement.ask({ query, variables: { input }, ...officer });
    expect(first).toMatchObject({ data: { recordDeath: { resident: { id: residentId }, errors: [] } }, errors: [] });
    expect(again.text).toBe(first.text);
    const [kept] = await admin`select died_on::text as day from population.residents where resident_id = ${residentId}`;
    expect(kept).toEqual({ day: "2025-06-01" });
  });
});
