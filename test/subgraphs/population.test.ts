import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { garbageIds } from "../support/pages.ts";
import { area, household, registeredResident } from "../support/rows/population.ts";
import { idNumberOf } from "../support/rows/resident.ts";

const hub: TestHub = await openHub();
const officer = { roles: ["department_officer"], department: "population", areas: ["3201"] };

beforeEach(async () => {
  await hub.sql`truncate population.residents, population.households, population.areas`;
});
afterAll(() => hub.close());

const askFor = (fields: string, id = "1001"): Promise<Reply> =>
  hub.ask({ query: `query ($id: ID!) { resident(id: $id) { ${fields} } }`, variables: { id }, ...officer });

describe("Query.resident", () => {
  test("gives the person with the id", async () => {
    await registeredResident(hub.sql, { id: "1001", name: "甲" });
    await registeredResident(hub.sql, { id: "1002", name: "乙" });
    expect((await askFor("id name", "1002")).data).toEqual({ resident: { id: "1002", name: "乙" } });
  });

  test("gives the person with the largest id a row can have", async () => {
    await registeredResident(hub.sql, { id: "9223372036854775807", name: "甲" });
    const reply = await askFor("id", "9223372036854775807");
    expect(reply.data).toEqual({ resident: { id: "9223372036854775807" } });
  });

  test.each(garbageIds)("answers null to %j without a SELECT", async (id) => {
    await registeredResident(hub.sql, { id: "1001" });
    const missing = await askFor("id name", "4242");
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await askFor("id name", id)));
    expect(reply?.text).toBe(missing.text);
    expect(reply?.data).toEqual({ resident: null });
    expect(statements).toEqual({});
  });
});

describe("Resident", () => {
  test("holds what the registry holds", async () => {
    await area(hub.sql, { code: "320105006001", name: "一号社区", parentCode: "320105006" });
    await household(hub.sql, { id: "71" });
    await registeredResident(hub.sql, {
      id: "1001",
      name: "欧阳小琴",
      idNumber: "329901199001010016",
      phone: "13912345671",
      sexCode: 1,
      birthOn: "1990-01-01",
      address: "江苏省南京市建邺区兴隆街道一号路11号",
      householdId: "71",
    });
    const reply = await askFor("id name idNumber phone sex birthOn address area { code name } household { id }");
    expect(reply.data).toEqual({
      resident: {
        id: "1001",
        name: "欧阳小琴",
        idNumber: "329901199001010016",
        phone: "13912345671",
        sex: "MALE",
        birthOn: "1990-01-01",
        address: "江苏省南京市建邺区兴隆街道一号路11号",
        area: { code: "320105006001", name: "一号社区" },
        household: { id: "71" },
      },
    });
    expect(reply.errors).toEqual([]);
    expect(reply.masked).toEqual([]);
  });
});

describe("Resident.sex", () => {
  test.each([
    [1, "MALE"],
    [2, "FEMALE"],
  ])("code %i is %s", async (sexCode, sex) => {
    await registeredResident(hub.sql, { id: "1001", sexCode });
    expect((await askFor("sex")).data).toEqual({ resident: { sex } });
  });
});

describe("Resident.birthOn", () => {
  test.each(["1949-10-01", "2000-02-29", "1900-01-01", "2024-12-31"])("stays the day %s", async (birthOn) => {
    await registeredResident(hub.sql, { id: "1001", birthOn });
    expect((await askFor("birthOn")).data).toEqual({ resident: { birthOn } });
  });
});

describe("Resident.phone", () => {
  test("is null when none is known, and masked or not makes no difference", async () => {
    await registeredResident(hub.sql, { id: "1001", phone: null });
    expect((await askFor("phone")).data).toEqual({ resident: { phone: null } });
    const clerk = await hub.ask({ query: `{ resident(id: "1001") { phone } }` });
    expect(clerk.data).toEqual({ resident: { phone: null } });
    expect(clerk.errors).toEqual([]);
  });
});

describe("Resident.area", () => {
  test("is null when the division is not on the list", async () => {
    await registeredResident(hub.sql, { id: "1001" });
    const reply = await askFor("id area { name }");
    expect(reply.data).toEqual({ resident: { id: "1001", area: null } });
    expect(reply.errors).toEqual([]);
  });
});

describe("Resident.household", () => {
  test("is null when the person is part of none", async () => {
    await registeredResident(hub.sql, { id: "1001", householdId: null });
    expect((await askFor("id household { id }")).data).toEqual({ resident: { id: "1001", household: null } });
  });

  test("is null when it is registered outside the viewer's areas, as when it is not there", async () => {
    await household(hub.sql, { id: "71", areaCode: "320205105001" });
    await registeredResident(hub.sql, { id: "1001", householdId: "71" });
    await registeredResident(hub.sql, { id: "1002", householdId: "79" });
    const hidden = await askFor("household { id }", "1001");
    expect(hidden.data).toEqual({ resident: { household: null } });
    expect(hidden.text).toBe((await askFor("household { id }", "1002")).text);
  });
});

describe("Household.members", () => {
  test("are the visible ones in the order of their ids", async () => {
    await household(hub.sql, { id: "71" });
    for (const id of ["1010", "1009", "999"]) await registeredResident(hub.sql, { id, householdId: "71" });
    await registeredResident(hub.sql, { id: "1005", householdId: "71", areaCode: "320205105001" });
    await registeredResident(hub.sql, { id: "1006", householdId: "72" });
    const reply = await askFor("household { members { id } area { code } }", "1009");
    const members = [{ id: "999" }, { id: "1009" }, { id: "1010" }];
    expect(reply.data).toEqual({ resident: { household: { members, area: null } } });
  });
});

describe("Query.residentByIdNumber", () => {
  const find = (idNumber: unknown) =>
    hub.ask({
      query: `query ($n: ResidentIdNumber!) { residentByIdNumber(idNumber: $n) { id } }`,
      variables: { n: idNumber },
      ...officer,
    });

  test("finds the person whose number it is, exactly", async () => {
    await registeredResident(hub.sql, { id: "1001", idNumber: "11010519491231002X" });
    await registeredResident(hub.sql, { id: "1002", idNumber: idNumberOf("2") });
    for (const written of ["11010519491231002X", "11010519491231002x", " 11010519491231002x "]) {
      expect((await find(written)).data).toEqual({ residentByIdNumber: { id: "1001" } });
    }
    expect((await find("34052419800101001X")).data).toEqual({ residentByIdNumber: null });
  });

  test.each([
    "11010519491231002",
    "110105194912310021",
    "11010519491331002X",
    "1101051949123100",
    "%",
    "1101051949123100__",
    "' or '1'='1",
    42,
    null,
    ["11010519491231002X"],
  ])("refuses %j before anything is read, and does not repeat it", async (idNumber) => {
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await find(idNumber)));
    expect(reply?.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    expect(reply?.data).toBeUndefined();
    expect(statements).toEqual({});
    if (typeof idNumber === "string" && idNumber.length > 3) expect(reply?.text).not.toContain(idNumber);
  });
});

describe("Query.area", () => {
  const find = (code: string) =>
    hub.ask({
      query: `query ($code: ID!) { area(code: $code) { code name parent { code parent { code } } } }`,
      variables: { code },
      roles: ["analyst"],
      areas: [],
      purpose: null,
    });

  test("gives a division and those above it to everybody who is signed in", async () => {
    await area(hub.sql, { code: "32", name: "江苏省" });
    await area(hub.sql, { code: "3201", name: "南京市", parentCode: "32" });
    await area(hub.sql, { code: "320105", name: "建邺区", parentCode: "3201" });
    const parent = { code: "3201", parent: { code: "32" } };
    expect((await find("320105")).data).toEqual({ area: { code: "320105", name: "建邺区", parent } });
    expect((await find("32")).data).toEqual({ area: { code: "32", name: "江苏省", parent: null } });
  });

  test("gives a city that is asked for with the zeros of the national standard", async () => {
    await area(hub.sql, { code: "3201", name: "南京市" });
    expect((await find("320100")).data).toEqual({ area: { code: "3201", name: "南京市", parent: null } });
  });

  test.each(["", "3", "320", "abc", "32;drop", "3201 ", "%", "9".repeat(30), "\u0000"])(
    "is null for %j",
    async (code) => {
      await area(hub.sql, { code: "32" });
      const reply = await find(code);
      expect(reply.data).toEqual({ area: null });
      expect(reply.errors).toEqual([]);
    },
  );
});

describe("the loaders", () => {
  test("read ten residents' areas, households and members with one SELECT each", async () => {
    for (let at = 0; at < 10; at += 1) {
      await area(hub.sql, { code: `32010500600${at}`, parentCode: "320105006" });
      await household(hub.sql, { id: `7${at}`, areaCode: `32010500600${at}` });
      const person = { areaCode: `32010500600${at}`, householdId: `7${at}` };
      await registeredResident(hub.sql, { id: `100${at}`, ...person });
      await registeredResident(hub.sql, { id: `200${at}`, ...person });
    }
    const query = `{ residents(first: 20) { edges { node { area { name } household { id members { id } } } } } }`;
    let reply: Reply | undefined;
    const statements = await hub.countStatements(async () => (reply = await hub.ask({ query, ...officer })));
    expect(reply?.text.match(/"members":\[\{/g)).toHaveLength(20);
    // The page, and one SELECT each for areas, households and members.
    expect(statements).toEqual({ population: 4 });
  });

  test("read one person asked for under ten names once", async () => {
    await registeredResident(hub.sql, { id: "1001" });
    const aliases = Array.from({ length: 10 }, (_, at) => `r${at}: resident(id: "1001") { name }`).join(" ");
    const statements = await hub.countStatements(() => hub.ask({ query: `{ ${aliases} }`, ...officer }));
    expect(statements).toEqual({ population: 1 });
  });

  test("read ten persons asked for by id with one SELECT", async () => {
    for (let at = 0; at < 10; at += 1) await registeredResident(hub.sql, { id: `100${at}` });
    const roots = Array.from({ length: 10 }, (_, at) => `r${at}: resident(id: "100${at}") { id }`).join(" ");
    let reply: Reply | undefined;
    const statements = await hub.countStatements(
      async () => (reply = await hub.ask({ query: `{ ${roots} }`, ...officer })),
    );
    expect(Object.values(reply?.data ?? {})).toHaveLength(10);
    expect(Object.values(reply?.data ?? {})).not.toContain(null);
    expect(statements).toEqual({ population: 1 });
  });
});
