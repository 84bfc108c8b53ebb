import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { idNumberCheck } from "../../subgraphs/shared/id-number.ts";
import { dayFromNow } from "../support/days.ts";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { HERE, moveDuty, NEARBY, nothingDone, officer, registerOf, startRegister, THERE } from "../support/moves.ts";

import { area, household, registeredResident } from "../support/rows/population.ts";
import { idNumberOf } from "../support/rows/resident.ts";

const hub: TestHub = await openHub();
beforeEach(() => startRegister(hub));
afterAll(() => hub.close());

const KEY = "11111111-2222-4333-8444-555555555555";
const yesterday = dayFromNow(-1);
const ofNanjing = { ...officer, sub: "702", areas: ["3201"] };

type Mutation = "registerBirth" | "recordDeath" | "splitHousehold" | "joinHousehold";
const RESIDENT = "resident { id name idNumber sex birthOn diedOn version area { code } household { id } }";

function enter(mutation: Mutation, input: object, who: object = officer): Promise<Reply> {
  const type = `${(mutation[0] ?? "").toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${RESIDENT} errors { code field } } }`;
  return hub.ask({ query, variables: { input: { key: KEY, ...input } }, purpose: moveDuty, ...who });
}
function payloadOf({ data, errors }: Reply) {
  expect(errors).toEqual([]);
  return Object.values(data ?? {})[0] as { resident: Record<string, unknown> | null; errors: object[] };
}
const because = (code: string, field: string) => ({ resident: null, errors: [{ code, field }] });
const told = async () => {
  const rows = await hub.sql<{ name: string; id: string; area: string; payload: object }[]>`
    select name, resident_id::text as id, area_code as area, payload from population.outbox order by event_id`;
  return [...rows];
};

describe("Mutation.registerBirth", () => {
  const number = idNumberOf("7", yesterday);
  const sex = Number(number[16]) % 2 === 1 ? "MALE" : "FEMALE";
  const birth = { householdId: "51", name: " 张 三 ", idNumber: number, bornOn: yesterday, sex, address: "一号路2号" };

  test("enters the child in the household, where it is, and tells it", async () => {
    const { resident, errors } = payloadOf(await enter("registerBirth", birth));
    expect(errors).toEqual([]);
    expect(resident).toEqual({
      id: expect.stringMatching(/^[1-4]\d{17}$/) as string,
      name: "张三",
      idNumber: number,
      sex,
      birthOn: yesterday,
      diedOn: null,
      version: 1,
      area: { code: HERE },
      household: { id: "51" },
    });
    expect(await told()).toEqual([
      { name: "ResidentBorn", id: resident?.["id"], area: HERE, payload: { bornOn: yesterday, householdId: "51" } },
    ]);
    expect(payloadOf(await enter("registerBirth", birth)).resident).toEqual(resident);
    expect((await hub.sql`select from population.residents`).length).toBe(3);
  });

  test.each(["sxh", "dxh"])("enters a child whom a search by the letters %s finds", async (nameInitials) => {
    await enter("registerBirth", { ...birth, name: "单晓红" });
    const query = "query ($filter: ResidentFilter) { residents(filter: $filter) { edges { node { name } } } }";
    const reply = await hub.ask({
      query,
      variables: { filter: { nameInitials, areaCode: HERE } },
      purpose: moveDuty,
      ...officer,
    });
    expect(reply).toMatchObject({ errors: [], data: { residents: { edges: [{ node: { name: "单晓红" } }] } } });
  });

  test("gives no number to two people, wherever the other is, and at the same time neither", async () => {
    await registeredResident(hub.sql, { id: "1009", areaCode: THERE, idNumber: number });
    expect(payloadOf(await enter("registerBirth", birth, ofNanjing))).toEqual(because("NUMBER_TAKEN", "idNumber"));
    await hub.sql`delete from population.residents where resident_id = 1009`;
    const replies = await Promise.all(
      ["a-first-key-of-a-birth", "a-second-key-of-a-birth"].map((key) => enter("registerBirth", { ...birth, key })),
    );
    expect(replies.map((reply) => payloadOf(reply).errors.length).sort()).toEqual([0, 1]);
    expect((await hub.sql`select from population.residents where id_number = ${number}`).length).toBe(1);
  });

  test.each<[string, object, object, string]>([
    ["a number of another day", { bornOn: dayFromNow(-2) }, officer, "idNumber"],
    ["a number of the other sex", { sex: sex === "MALE" ? "FEMALE" : "MALE" }, officer, "idNumber"],
    ["no name", { name: " " }, officer, "name"],
  ])("refuses %s", async (_what, change, who, field) => {
    expect(payloadOf(await enter("registerBirth", { ...birth, ...change }, who))).toEqual(because("INVALID", field));
    expect(await registerOf(hub)).toEqual(nothingDone);
  });

  const numberIn = (county: string) => {
    const digits = `${county}${yesterday.replaceAll("-", "")}001`;
    return `${digits}${idNumberCheck(digits)}`;
  };
  const born = { ...birth, sex: "MALE" };

  test("takes a number of the household's county, by its code of today or of before, and of no other", async () => {
    await area(hub.sql, { code: "320198", successorCode: "320105" });
    await area(hub.sql, { code: "320199", successorCode: "320205" });
    for (const county of ["320199", "320205"]) {
      await registeredResident(hub.sql, { id: county, areaCode: THERE, idNumber: numberIn(county) });
      const reply = await enter("registerBirth", { ...born, idNumber: numberIn(county) });
      expect(payloadOf(reply)).toEqual(because("INVALID", "idNumber"));
    }
    for (const county of ["320105", "320198"]) {
      const reply = await enter("registerBirth", { ...born, key: `${KEY}-${county}`, idNumber: numberIn(county) });
      expect(payloadOf(reply).errors).toEqual([]);
    }
  });

  test("counts a number that is taken as a look-up that missed, and ends where too many did", async () => {
    await hub.sql`truncate population.missed_lookups`;
    await hub.sql`update population.lookup_rules set value = 2 where name = 'account_minute'`;
    try {
      await registeredResident(hub.sql, { id: "1009", areaCode: THERE, idNumber: number });
      for (let tries = 1; tries <= 3; tries += 1) {
        expect(payloadOf(await enter("registerBirth", birth))).toEqual(because("NUMBER_TAKEN", "idNumber"));
      }
      // As well of a number that nobody has: else the refusal itself would tell.
      for (const idNumber of [number, numberIn("320105")]) {
        const reply = await enter("registerBirth", { ...born, idNumber });
        expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["RATE_LIMITED"]);
      }
    } finally {
      await hub.sql`update population.lookup_rules set value = 1000000`;
      await hub.sql`truncate population.missed_lookups`;
    }
  });

  test("takes no number that is made up where real people are", async () => {
    const real = await openHub({ takesSynthetic: false });
    await startRegister(real);
    const query = "mutation ($input: RegisterBirthInput!) { registerBirth(input: $input) { errors { code field } } }";
    const input = { ...birth, key: KEY };
    const reply = await real.ask({ query, variables: { input }, purpose: moveDuty, ...officer });
    await real.close();
    expect(reply.data).toEqual({ registerBirth: { errors: [{ code: "INVALID", field: "idNumber" }] } });
  });

  test("finds no household of others' areas", async () => {
    const reply = await enter("registerBirth", birth, { ...officer, areas: ["3202"] });
    expect(payloadOf(reply)).toEqual(because("NOT_FOUND", "householdId"));
  });
});

describe("Mutation.recordDeath", () => {
  test("closes the entry, and tells it", async () => {
    const { resident } = payloadOf(await enter("recordDeath", { residentId: "1001", diedOn: yesterday }));
    expect(resident).toMatchObject({ id: "1001", diedOn: yesterday, version: 2, household: { id: "51" } });
    expect(await told()).toEqual([{ name: "ResidentDied", id: "1001", area: HERE, payload: { diedOn: yesterday } }]);
    const again = await enter("recordDeath", { key: `${KEY}-2`, residentId: "1001", diedOn: yesterday });
    expect(payloadOf(again)).toEqual(because("DECEASED", "residentId"));
  });

  test("refuses a day to come, and finds nobody elsewhere", async () => {
    const soon = await enter("recordDeath", { residentId: "1001", diedOn: dayFromNow(2) });
    expect(payloadOf(soon)).toEqual(because("INVALID", "diedOn"));
    const who = { ...officer, areas: ["3202"] };
    const hidden = await enter("recordDeath", { residentId: "1001", diedOn: yesterday }, who);
    expect(payloadOf(hidden)).toEqual(because("NOT_FOUND", "residentId"));
    expect(hidden.text).toBe((await enter("recordDeath", { residentId: "9999", diedOn: yesterday }, who)).text);
    expect(await registerOf(hub)).toEqual(nothingDone);
  });
});

describe("Mutation.splitHousehold", () => {
  test("begins a household of those named, in the same place", async () => {
    const { resident } = payloadOf(await enter("splitHousehold", { residentIds: ["1002"], changedOn: yesterday }));
    const begun = (resident?.["household"] as { id: string }).id;
    expect(resident).toMatchObject({ id: "1002", version: 2, area: { code: HERE } });
    const payload = { fromHouseholdId: "51", toHouseholdId: begun, reason: "SPLIT", changedOn: yesterday };
    expect(await told()).toEqual([{ name: "HouseholdChanged", id: "1002", area: HERE, payload }]);
  });

  test("is for members of one household", async () => {
    await registeredResident(hub.sql, { id: "1003", areaCode: HERE });
    for (const residentIds of [["1001", "1003"], ["1003"], []]) {
      const reply = await enter("splitHousehold", { residentIds, changedOn: yesterday });
      expect(payloadOf(reply)).toEqual(because("INVALID", "residentIds"));
    }
    const missing = await enter("splitHousehold", { residentIds: ["1001", "9999"], changedOn: yesterday });
    expect(payloadOf(missing)).toEqual(because("NOT_FOUND", "residentIds"));
    expect(await told()).toEqual([]);
  });
});

describe("Mutation.joinHousehold", () => {
  const join = { residentId: "1001", changedOn: yesterday, reason: "MARRIAGE" };
  beforeEach(async () => {
    await household(hub.sql, { id: "52", areaCode: HERE });
    await household(hub.sql, { id: "53", areaCode: NEARBY });
    await household(hub.sql, { id: "54", areaCode: THERE });
  });

  test("in the same place changes the household alone", async () => {
    const { resident } = payloadOf(await enter("joinHousehold", { ...join, householdId: "52" }));
    expect(resident).toMatchObject({ version: 2, household: { id: "52" }, area: { code: HERE } });
    const payload = { fromHouseholdId: "51", toHouseholdId: "52", reason: "MARRIAGE", changedOn: yesterday };
    expect(await told()).toEqual([{ name: "HouseholdChanged", id: "1001", area: HERE, payload }]);
  });

  test("elsewhere is a move as well, and takes an address", async () => {
    const reply = await enter("joinHousehold", { ...join, householdId: "53" });
    expect(payloadOf(reply)).toEqual(because("INVALID", "address"));
    const { resident } = payloadOf(await enter("joinHousehold", { ...join, householdId: "53", address: "二号路" }));
    expect(resident).toMatchObject({ version: 2, household: { id: "53" }, area: { code: NEARBY } });
    expect((await told()).map(({ name, area }) => [name, area])).toEqual([
      ["ResidentMoved", NEARBY],
      ["HouseholdChanged", NEARBY],
    ]);
  });

  test("finds no household of others' areas, and nobody there", async () => {
    const hidden = await enter("joinHousehold", { ...join, householdId: "54", address: "那里" }, ofNanjing);
    expect(payloadOf(hidden)).toEqual(because("NOT_FOUND", "householdId"));
    const who = { ...officer, areas: ["3202"] };
    const fetched = await enter("joinHousehold", { ...join, householdId: "54", address: "这里" }, who);
    expect(payloadOf(fetched)).toEqual(because("NOT_FOUND", "residentId"));
    expect(payloadOf(await enter("joinHousehold", { ...join, householdId: "51" }))).toEqual(
      because("NO_CHANGE", "householdId"),
    );
    expect(await told()).toEqual([]);
  });
});
