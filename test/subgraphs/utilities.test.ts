import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type AccountFact, createUtilityCompany } from "../../seed/systems/utility-company.ts";
import { openHub } from "../support/hub.ts";
import { MARKER, replacing } from "../support/legacy/faults.ts";
import { openLegacy } from "../support/legacy/legacy-stand.ts";
import { describeSource } from "../support/legacy/source-suite.ts";
import { registeredResident } from "../support/rows/population.ts";
import { utilityAccount } from "../support/rows/utilities.ts";

const facts: AccountFact = {
  company: "示例水务有限公司",
  status: "ACTIVE",
  bills: [
    { id: "2", monthOn: "2025-12-01", amountFen: 123_456, status: "OWED" },
    { id: "1", monthOn: "2025-11-01", amountFen: 0, status: "PAID" },
  ],
  reductions: [{ id: "5", monthOn: "2025-12-01", amountFen: 5_040 }],
};
const system = createUtilityCompany((key) => (/^K10(?:0[1-9]|10)$/.test(key) ? facts : null));
const FIELDS = `kind company status asOf isStale
  bills { edges { node { monthOn status amountFen asOf isStale } } }
  reductions { edges { node { monthOn amountFen asOf isStale } } }`;
const page = (items: readonly { id: string }[]) => ({ edges: items.map(({ id: _id, ...node }) => ({ node })) });
const shownAccount = { ...facts, bills: page(facts.bills), reductions: page(facts.reductions) };
const TABLES = "utilities.accounts, utilities.bills, utilities.reductions, utilities.refused_records";

describeSource({
  department: "utilities",
  source: "utilities/water",
  system,
  know: utilityAccount,
  dateBack: (sql, asOf) => sql`update utilities.accounts set as_of = ${asOf}`,
  forget: (sql) => sql.unsafe(`truncate ${TABLES}`),
  field: "utilityAccounts",
  query: `utilityAccounts { ${FIELDS} }`,
  shown: () => [{ kind: "WATER", ...shownAccount }],
  unknown: [{ kind: "WATER", company: null, status: null, asOf: null, isStale: true, bills: null, reductions: null }],
  faults: {
    "says that it failed": replacing('"success":true', `"success":false,"x":"${MARKER}"`),
    "answers about somebody else": replacing(/"hh":"K\d+"/g, '"hh":"K2002"'),
    "gives a status nobody agreed on": replacing(/"yhzt":"1"/g, '"yhzt":"正常"'),
    "leaves the bills out": replacing(/"zdlb"/g, '"other"'),
  },
});

const stands = { water: await openLegacy(system), gas: await openLegacy(system) };
const addresses = new Map([
  ["utilities/water", stands.water.url],
  ["utilities/gas", stands.gas.url],
]);
const hub = await openHub({ sources: { addresses, freshMs: 60_000, timeoutMs: 1_000, pauseMs: 0 } });
const officer = { roles: ["department_officer"], department: "utilities", areas: ["3201"] };
const ask = (fields: string) =>
  hub.ask({ query: `{ resident(id: "1001") { utilityAccounts { kind ${fields} } } }`, ...officer });

beforeEach(async () => {
  stands.water.heal();
  stands.gas.heal();
  await hub.sql.unsafe(`truncate population.residents, ${TABLES}`);
  await registeredResident(hub.sql, { id: "1001" });
  await utilityAccount(hub.sql, { residentId: "1001", id: "11", kind: "WATER", sourceKey: "K1001" });
});
afterAll(async () => {
  await hub.close();
  await stands.water.close();
  await stands.gas.close();
});

describe("Resident.utilityAccounts", () => {
  test("shows the other companies' when one is down", async () => {
    await utilityAccount(hub.sql, { residentId: "1001", id: "12", kind: "GAS", sourceKey: "K1002" });
    stands.gas.spoil(() => {
      throw new Error("down");
    });
    const reply = await ask("status isStale");
    expect(reply.data).toEqual({
      resident: {
        utilityAccounts: [
          { kind: "GAS", status: null, isStale: true },
          { kind: "WATER", status: "ACTIVE", isStale: false },
        ],
      },
    });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["SUBGRAPH_UNAVAILABLE"]);
  });

  test("are none outside the viewer's areas", async () => {
    await hub.sql`update utilities.accounts set area_code = '320205105001'`;
    expect((await ask("status")).data).toEqual({ resident: { utilityAccounts: [] } });
  });
});

describe("a bill or a reduction that is not as agreed", () => {
  test.each([
    ["bill", '"je":"1,234.56"', '"je":"1.234,56"', 2, "je is not an amount in yuan"],
    ["bill", '"je":"0.00"', '"je":0', 3, "je is missing or of another type"],
    ["reduction", '"jmje":"50.40"', '"jmje":"50.405"', 4, "jmje is not an amount in yuan"],
  ])("keeps a %s out alone, with its place and the reason", async (what, piece, other, recordNumber, reason) => {
    stands.water.spoil(replacing(piece, other));
    const reply = await ask("bills { edges { node { amountFen } } } reductions { edges { node { amountFen } } }");
    expect(reply.text.match(/amountFen/g)).toHaveLength(2);
    expect(reply.text.includes("5040")).toBe(what === "bill");
    const refused = await hub.sql`select record_number, reason from utilities.refused_records`;
    expect([...refused]).toEqual([{ record_number: recordNumber, reason }]);
  });
});

describe("an account of which something could not be read", () => {
  const MARKED = "status isStale unreadableCount bills { edges { node { amountFen } } }";
  test.each([
    ["the account itself", '"yhzt":"1"', '"yhzt":"正常"', 1],
    ["every bill", /"zt":"/g, '"zt":"x', 2],
  ])("(%s) stands as it was kept, and says so", async (_what, piece, other, count) => {
    await ask(MARKED);
    await hub.sql`update utilities.accounts set as_of = '2026-01-02T03:04:05Z'`;
    stands.water.spoil(replacing(piece, other));
    const reply = await ask(MARKED);
    expect(reply.data).toMatchObject({
      resident: { utilityAccounts: [{ status: "ACTIVE", isStale: true, unreadableCount: count }] },
    });
    expect(reply.text.match(/amountFen/g)).toHaveLength(2);
  });
});
