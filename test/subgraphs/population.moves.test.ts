import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { dayFromNow } from "../support/days.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { garbageIds } from "../support/pages.ts";
import {
  errorsOfMove as errorsOf,
  HERE,
  moveDuty as duty,
  moveInput as input,
  NEARBY,
  nothingDone,
  officer,
  RECORD_MOVE as MOVE,
  recordMove,
  registerOf,
  startRegister,
  THERE,
} from "../support/moves.ts";
import { household, registeredResident } from "../support/rows/population.ts";
import { allRoles } from "../support/sdl-rules.ts";

const hub: TestHub = await openHub({ overHttp: true });
const ofNanjing = { ...officer, sub: "702", areas: ["3201"] };
const move = (change?: object, who?: object) => recordMove(hub, change, who);

beforeEach(() => startRegister(hub));
afterAll(() => hub.close());

const refused = (code: string, field: string) => [{ code, field }];
const events = () => hub.sql`
  select name, version, resident_id::text as id, area_code as "areaCode", payload, account from population.outbox order by event_id`;
const entries = () => hub.sql`
  select resident_id::text as id, area_code as "areaCode", household_id::text as household, version
  from population.residents order by resident_id`;
const count = async (table: string): Promise<number> => (await hub.sql`select from ${hub.sql(table)}`).length;

const expectNothingDone = async () => expect(await registerOf(hub)).toEqual(nothingDone);

describe("Mutation.recordMove", () => {
  test("moves the resident into a new household there, and tells it", async () => {
    const reply = await move();
    expect(reply.errors).toEqual([]);
    const [moved, stays] = await entries();
    expect(reply.data).toEqual({
      recordMove: {
        resident: {
          id: "1001",
          version: 2,
          address: "锡北镇 春风村1号",
          area: { code: THERE },
          household: { id: moved?.["household"] as string },
        },
        errors: [],
      },
    });
    expect(moved?.["household"]).toMatch(/^[1-4]\d{17}$/);
    expect(stays).toEqual({ id: "1002", areaCode: HERE, household: "51", version: 1 });
    const about = { id: "1001", areaCode: THERE, version: 1, account: "701" };
    const movedOn = input.movedOn;
    const [to, from] = [moved?.["household"] as string, "51"];
    expect([...(await events())]).toEqual([
      { ...about, name: "ResidentMoved", payload: { movedOn, fromAreaCode: HERE } },
      {
        ...about,
        name: "HouseholdChanged",
        payload: { fromHouseholdId: from, toHouseholdId: to, reason: "MOVE", changedOn: movedOn },
      },
    ]);
  });

  test("moves a whole household, which stays the same; who has died keeps the last address", async () => {
    await registeredResident(hub.sql, { id: "1003", areaCode: HERE, householdId: "51", diedOn: "2020-01-01" });
    const [before] = await hub.sql`select address from population.residents where resident_id = 1003`;
    const reply = await move({ isWholeHousehold: true });
    expect(errorsOf(reply)).toEqual([]);
    expect(await hub.sql`select address from population.residents where resident_id = 1003`).toMatchObject([before]);
    expect([...(await entries())]).toEqual([
      { id: "1001", areaCode: THERE, household: "51", version: 2 },
      { id: "1002", areaCode: THERE, household: "51", version: 2 },
      { id: "1003", areaCode: THERE, household: "51", version: 2 },
    ]);
    const told = await hub.sql<{ name: string; id: string }[]>`
      select name, resident_id::text as id from population.outbox order by event_id`;
    expect(told.map(({ name, id }) => [name, id])).toEqual([
      ["ResidentMoved", "1001"],
      ["ResidentMoved", "1002"],
      ["ResidentMoved", "1003"],
    ]);
    const [there] = await hub.sql`select area_code as code from population.households where household_id = 51`;
    expect(there).toEqual({ code: THERE });
  });

  test("lets the resident join a household there, and none that is elsewhere", async () => {
    await household(hub.sql, { id: "52", areaCode: THERE });
    expect(errorsOf(await move({ householdId: "51" }))).toEqual(refused("INVALID", "householdId"));
    expect(errorsOf(await move({ householdId: "nonsense" }))).toEqual(refused("NOT_FOUND", "householdId"));
    await expectNothingDone();
    expect(errorsOf(await move({ householdId: "52" }))).toEqual([]);
    expect((await entries())[0]).toMatchObject({ household: "52" });
  });

  test("finds nobody of another area, or whom there is not, with the same bytes", async () => {
    await registeredResident(hub.sql, { id: "1009", areaCode: THERE });
    const missing = await move({ residentId: "9999", areaCode: NEARBY }, ofNanjing);
    expect(errorsOf(missing)).toEqual(refused("NOT_FOUND", "residentId"));
    expect((await move({ residentId: "1009", areaCode: NEARBY }, ofNanjing)).text).toBe(missing.text);
    for (const residentId of garbageIds) {
      expect((await move({ residentId, areaCode: NEARBY }, ofNanjing)).text).toBe(missing.text);
    }
    expect(await count("population.outbox")).toBe(0);
  });

  test("fetches nobody from an area of others, and sends nobody there", async () => {
    const ofWuxi = { ...officer, areas: ["3202"] };
    expect(errorsOf(await move({}, ofWuxi))).toEqual(refused("NOT_FOUND", "residentId"));
    expect(errorsOf(await move({}, ofNanjing))).toEqual(refused("OUTSIDE_AREA", "areaCode"));
    expect(errorsOf(await move({}, { ...officer, areas: [] }))).toEqual(refused("OUTSIDE_AREA", "areaCode"));
    expect(errorsOf(await move({}, { ...officer, areas: ["32", "3201050"] }))).toEqual(
      refused("OUTSIDE_AREA", "areaCode"),
    );
    await expectNothingDone();
  });

  test.each<[string, object, string, string]>([
    ["a key that is too short", { key: "1" }, "INVALID", "key"],
    ["a day to come", { movedOn: dayFromNow(2) }, "INVALID", "movedOn"],
    ["a day before the birth", { movedOn: "1989-12-31" }, "INVALID", "movedOn"],
    ["an address of nothing", { address: "  " }, "INVALID", "address"],
    ["an address too long", { address: "长".repeat(301) }, "INVALID", "address"],
    ["a township", { areaCode: "320205105" }, "UNKNOWN_AREA", "areaCode"],
    ["a village there is not", { areaCode: "320205105999" }, "UNKNOWN_AREA", "areaCode"],
    ["where the resident is", { areaCode: HERE }, "NO_CHANGE", "areaCode"],
    ["another household for a whole one", { isWholeHousehold: true, householdId: "51" }, "INVALID", "householdId"],
    ["a version that is over", { expectedVersion: 2 }, "CONFLICT", "expectedVersion"],
  ])("refuses %s, and leaves nothing of it", async (_what, change, code, field) => {
    const reply = await move(change);
    expect(reply.errors).toEqual([]);
    expect(reply.data).toEqual({ recordMove: { resident: null, errors: refused(code, field) } });
    await expectNothingDone();
    // The key is good for the input put right.
    expect(errorsOf(await move())).toEqual([]);
  });

  test("refuses a village whose code is over, and somebody who has died", async () => {
    await hub.sql`update population.areas set valid_to_on = '2020-01-01' where code = ${THERE}`;
    expect(errorsOf(await move())).toEqual(refused("UNKNOWN_AREA", "areaCode"));
    await hub.sql`update population.residents set died_on = '2020-01-01'`;
    expect(errorsOf(await move({ areaCode: NEARBY }))).toEqual(refused("DECEASED", "residentId"));
    expect(await count("population.outbox")).toBe(0);
  });

  test("is refused whole with a field that is not permitted, and leaves nothing", async () => {
    const query = MOVE.replace("household { id }", "assistance { status }");
    const reply = await hub.ask({ query, variables: { input }, purpose: duty, ...officer });
    expect(reply.data).toBeNull();
    expect(reply.errors.map(({ extensions }) => extensions.code)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    await expectNothingDone();
  });

  test.each(allRoles)("is refused whole to a %s of another department", async (role) => {
    const reply = await move({}, { ...officer, roles: [role], department: "grid", residentId: "1001" });
    expect(reply.data ?? null).toBeNull();
    expect(reply.errors.map(({ extensions }) => extensions.code)).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    await expectNothingDone();
  });

  test("needs a purpose", async () => {
    const reply = await move({}, { ...officer, purpose: null });
    expect(reply.data).toBeNull();
    expect(new Set(reply.errors.map(({ extensions }) => extensions.code))).toEqual(new Set(["PURPOSE_REQUIRED"]));
    await expectNothingDone();
  });

  test("is entered in the access record under everybody it is about, whatever was asked for", async () => {
    const query = "mutation ($input: RecordMoveInput!) { recordMove(input: $input) { errors { code } } }";
    const enter = (change: object) =>
      hub.ask({ query, variables: { input: { ...input, ...change } }, purpose: duty, ...officer });
    await move({ residentId: "9999" });
    await enter({ residentId: "9999" });
    await enter({ expectedVersion: 7 });
    await enter({ isWholeHousehold: true });
    await enter({ isWholeHousehold: true });
    await move({ key: "a-key-of-the-one-move-more", areaCode: HERE });
    const kept = await hub.sql`select kind, viewer_id, purpose, cardinality(residents) as count
      from audit.access_records order by position`;
    const entry = { viewer_id: "701", purpose: duty, kind: "REGISTER_ENTRY" };
    const look = { ...entry, kind: "LOOK" };
    expect([...kept]).toEqual([
      { ...look, count: 0 },
      { ...entry, count: 0 },
      // It tells something of the resident that nothing was entered.
      { ...entry, count: 1 },
      { ...entry, count: 2 },
      { ...entry, count: 2 },
      { ...look, count: 1 },
    ]);
  });

  test("tells the resident of an entry that showed nothing of anybody", async () => {
    const query = "mutation ($input: RecordMoveInput!) { recordMove(input: $input) { residentIds } }";
    const entered = await hub.ask({ query, variables: { input }, purpose: duty, ...officer });
    expect(entered.data).toEqual({ recordMove: { residentIds: ["1001"] } });
    const looks = '{ resident(id: "1001") { accessRecords(first: 1) { edges { node { viewerId purpose } } } } }';
    const own = { sub: "901", roles: ["resident"], areas: [], residentId: "1001" };
    const reply = await hub.ask({ query: looks, ...own });
    expect(reply.data).toMatchObject({ resident: { accessRecords: { edges: [{ node: { viewerId: "701" } }] } } });
  });

  test("lets the old township's clerk find nobody, and the new one's everything", async () => {
    const look = (areas: string[]) =>
      hub.ask({ query: '{ resident(id: "1001") { id } }', roles: ["window_clerk"], areas, sub: "501" });
    const before = await look(["320205105"]);
    await move();
    expect((await look(["320105006"])).text).toBe(before.text);
    expect((await look(["320205105"])).data).toEqual({ resident: { id: "1001" } });
  });
});
