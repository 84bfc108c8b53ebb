import postgres, { type ISql } from "postgres";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { failureOf } from "../support/failure-of.ts";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { caseOf } from "../support/rows/cases.ts";
import { recountCases } from "../support/rows/described.ts";
import { allHolders, scopesOfRole } from "../support/sdl-rules.ts";

const hub: TestHub = await openHub();
const analyst = { roles: ["analyst"], areas: ["32"], purpose: null };
const COUNT = "query ($filter: CaseCountFilter) { caseCount(filter: $filter) { cases areaCode item { code } status } }";

beforeEach(() => hub.sql`truncate cases.cases, cases.case_counts`);
afterAll(() => hub.close());

const count = (filter: object | null, viewer: object = analyst): Promise<Reply> =>
  hub.ask({ query: COUNT, variables: { filter }, ...viewer });
const told = ({ data }: Reply) => (data as { caseCount: { cases: number | null } }).caseCount.cases;
const codesOf = ({ errors }: Reply) => errors.map(({ extensions }) => extensions.code);

/** So many cases at once, as a load brings them. */
async function insertMany(cases: number, row: { areaCode?: string; itemCode?: string; status?: string } = {}) {
  const { areaCode = "320105006001", itemCode = "320101-001", status = "ACCEPTED" } = row;
  await hub.sql`insert into cases.cases (resident_id, case_id, area_code, number, item_code, status, origin, is_by_agent, opened_on)
    select n, n, ${areaCode}, n::text, ${itemCode}, ${status}, 'COUNTER', false, '2025-05-06'
    from (select coalesce(max(case_id), 0) as last from cases.cases) as before,
      generate_series(before.last + 1, before.last + ${cases}) as n`;
  await recountCases(hub.sql);
}

describe("Query.caseCount", () => {
  test("tells the whole exactly, and parts in tens", async () => {
    await insertMany(123);
    await insertMany(24, { status: "REFUSED", areaCode: "320205105001" });
    await insertMany(36, { itemCode: "old-age", areaCode: "320205105002" });
    expect(told(await count(null))).toBe(183);
    expect(told(await count({}))).toBe(183);
    expect(told(await count({ areaCode: "3201" }))).toBe(120);
    expect(told(await count({ areaCode: "320205105" }))).toBe(60);
    expect(told(await count({ status: "REFUSED" }))).toBe(20);
    expect(told(await count({ itemCode: "old-age" }))).toBe(40);
    expect((await count({ itemCode: "old-age", status: "ACCEPTED", areaCode: "3202" })).data).toEqual({
      caseCount: { cases: 40, areaCode: "3202", item: { code: "old-age" }, status: "ACCEPTED" },
    });
  });

  test("takes a city's code with zeros behind it, and no division outside the analyst's areas", async () => {
    await insertMany(123);
    await insertMany(24, { areaCode: "320205105001" });
    expect(told(await count({ areaCode: "320200" }))).toBe(20);
    expect(told(await count({ areaCode: "320000" }))).toBe(150);
    for (const areaCode of ["3301", "110000", "440305"]) {
      expect(codesOf(await count({ areaCode }))).toEqual(["BAD_USER_INPUT"]);
    }
    const ofWuxi = { ...analyst, areas: ["3202"] };
    expect(codesOf(await count({ areaCode: "320105" }, ofWuxi))).toEqual(["BAD_USER_INPUT"]);
    expect(told(await count({ areaCode: "32" }, ofWuxi))).toBe(20);
  });

  test.each([
    [9, null, null],
    [10, null, 10],
    [0, null, null],
    [9, { status: "ACCEPTED" }, null],
    [10, { status: "ACCEPTED" }, 10],
  ])("of %i cases with the filter %j tells %s", async (cases, filter, shown) => {
    await insertMany(cases);
    const reply = await count(filter);
    expect(told(reply)).toBe(shown);
    expect(codesOf(reply)).toEqual(shown === null ? ["SUPPRESSED"] : []);
  });

  // What is left over when everything else is taken away is the classical way to a suppressed number.
  test("tells the same of worlds that differ in a small group", async () => {
    const answers: string[] = [];
    for (const [accepted, refused, withdrawn] of [
      [43, 27, 1],
      [40, 26, 5],
      [36, 26, 9],
    ] as const) {
      await hub.sql`truncate cases.cases, cases.case_counts`;
      await insertMany(accepted);
      await insertMany(refused, { status: "REFUSED" });
      await insertMany(withdrawn, { status: "WITHDRAWN" });
      const filters = [null, ...["ACCEPTED", "REFUSED", "WITHDRAWN"].map((status) => ({ status }))];
      const replies = await Promise.all(filters.map((filter) => count(filter)));
      expect(replies.map(told)).toEqual([71, 40, 30, null]);
      answers.push(replies.map(({ text }) => text).join());
    }
    expect(new Set(answers).size).toBe(1);
  });

  test("counts the viewer's areas only, and goes no further than townships", async () => {
    await insertMany(30);
    await insertMany(20, { areaCode: "320205105001" });
    expect(told(await count(null, { ...analyst, areas: ["3202"] }))).toBe(20);
    expect(told(await count({ areaCode: "32" }, { ...analyst, areas: ["320105006"] }))).toBe(30);
    for (const areas of [[], ["33"], ["320105006001"], ["32", "320"]]) {
      expect(codesOf(await count(null, { ...analyst, areas }))).toEqual(["SUPPRESSED"]);
    }
    for (const areaCode of ["320105006001", "3", "", "32%"]) {
      expect(codesOf(await count({ areaCode }))).toEqual(["BAD_USER_INPUT"]);
    }
    for (const itemCode of ["nothing", "", "\u0000", "1' or true"]) {
      expect(codesOf(await count({ itemCode }))).toEqual(["SUPPRESSED"]);
    }
  });

  test("is for whoever holds the right, and shows them no case", async () => {
    await insertMany(30);
    for (const { role, department } of allHolders) {
      const viewer = {
        roles: [role],
        areas: ["32"],
        purpose: null,
        ...(department === undefined ? {} : { department }),
      };
      const mayCount = scopesOfRole(role, department).includes("cases:read:counts");
      const reply = await count(null, viewer);
      expect({ role, department, codes: codesOf(reply) }).toEqual({
        role,
        department,
        codes: mayCount ? [] : ["UNAUTHORIZED_FIELD_OR_TYPE"],
      });
      // Refused whole: what was counted is not told either.
      if (!mayCount) expect(reply.data).toEqual({ caseCount: null });
    }
    const cases = await hub.ask({ query: "{ cases { totalCount edges { node { id } } } }", ...analyst });
    expect([cases.data, codesOf(cases)]).toEqual([{ cases: null }, ["UNAUTHORIZED_FIELD_OR_TYPE"]]);
  });
});

describe("cases.case_counts", () => {
  const kept = () =>
    hub.sql`select area_code, item_code, status, cases from cases.case_counts where cases <> 0 order by 1, 2, 3`;
  const counted = () => hub.sql`
    select left(area_code, 9) as area_code, coalesce(item_code, '') as item_code, coalesce(status, '') as status,
      count(*)::int as cases
    from cases.cases group by left(area_code, 9), cube (item_code, status) order by 1, 2, 3`;

  test("are of all cases once they are counted", async () => {
    await insertMany(12);
    await insertMany(5, { itemCode: "old-age", areaCode: "320105" });
    await caseOf(hub.sql, { residentId: "99", id: "99", areaCode: "320205105001" });
    expect(await kept()).toEqual(await counted());
    await hub.sql`delete from cases.cases`;
    await recountCases(hub.sql);
    expect(await kept()).toEqual([]);
  });

  test("stay right when many are counted at once", async () => {
    await insertMany(50);
    await Promise.all(Array.from({ length: 6 }, () => recountCases(hub.sql)));
    expect(await kept()).toEqual(await counted());
  });

  const asHandler = async (work: (sql: ISql) => Promise<unknown>, handled: string | null) => {
    const login = postgres(hub.urlFor("cases-system"), { max: 1, onnotice: () => undefined });
    try {
      await login.begin(async (sql) => {
        await sql`select onedoor.set_handler('00000000-0000-7000-8000-000000000001', ${handled}::bigint)`;
        await work(sql);
      });
    } finally {
      await login.end();
    }
  };

  test("follow a resident who moves, for the handler of the move alone", async () => {
    await insertMany(4, { status: "GRANTED" });
    await insertMany(3, { areaCode: "320205105001" });
    for (const id of ["91", "92"]) await caseOf(hub.sql, { residentId: "1", id, areaCode: "320105006001" });
    await asHandler((sql) => sql`select cases.move_cases(1, '320205105002')`, "1");
    await asHandler((sql) => sql`select cases.move_cases(2, '320105006002')`, "2");
    const [moved] = await hub.sql`select count(*)::int as cases from cases.cases where area_code = '320205105002'`;
    expect(moved).toEqual({ cases: 3 });
    expect(await kept()).toEqual(await counted());
    for (const handled of ["2", null]) {
      const refused = asHandler((sql) => sql`select cases.move_cases(1, '320105006001')`, handled);
      expect(await failureOf(refused)).toBe("42501");
    }
  });

  test("can be written by no login, and neither can what is counted but by functions that count", async () => {
    const writers = await hub.sql`
      select r.rolname, t.name from pg_roles r, (values ('cases.cases'), ('cases.case_counts')) as t (name)
      where r.rolname ^@ 'onedoor_' and not r.rolsuper and (
        has_table_privilege(r.rolname, t.name, 'insert, update, delete, truncate')
        or has_any_column_privilege(r.rolname, t.name, 'insert, update'))`;
    expect([...writers]).toEqual([]);
    const login = postgres(hub.urlFor("cases"), { max: 1, onnotice: () => undefined });
    for (const statement of ["select cases.recount()", "select cases.move_cases(1, '32')"]) {
      expect(await failureOf(login.unsafe(statement))).toBe("42501");
    }
    await login.end();
  });
});
