import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createLicensingSystem, type LicenceFact } from "../../seed/systems/licensing-system.ts";
import { openHub } from "../support/hub.ts";
import { MARKER, replacing } from "../support/legacy/faults.ts";
import { openLegacy } from "../support/legacy/legacy-stand.ts";
import { describeSource } from "../support/legacy/source-suite.ts";
import { operator } from "../support/rows/market-regulation.ts";
import { registeredResident } from "../support/rows/population.ts";

const facts: readonly LicenceFact[] = [
  {
    id: "8",
    number: "JY23201050000018",
    status: "VALID",
    category: "CATERING",
    premises: "南京市建邺区示例路1号",
    holderIdNumber: "329901199001010016",
    businessName: "示例面馆",
    creditCode: "92320105MA0000000D",
    issuedOn: "2024-02-29",
    expiresOn: "2029-02-27",
  },
  {
    id: "7",
    number: "JY33201050000017",
    status: "REVOKED",
    category: "CANTEEN",
    premises: "南京市建邺区示例路2号",
    holderIdNumber: null,
    businessName: "示例食堂",
    creditCode: null,
    issuedOn: "2020-01-01",
    expiresOn: "2024-12-31",
  },
];
const system = createLicensingSystem((key) => (/^K10(?:0[1-9]|10)$/.test(key) ? facts : null));
const FACE = "3299011990****0016";
const FIELDS = `asOf isStale edges { node {
  number status category premises holderIdNumber business { name creditCode } issuedOn expiresOn asOf isStale } }`;

describeSource({
  department: "market-regulation",
  source: "market-regulation",
  system,
  know: operator,
  dateBack: (sql, asOf) => sql`update market_regulation.operators set as_of = ${asOf}`,
  forget: (sql) =>
    sql`truncate market_regulation.operators, market_regulation.licences, market_regulation.refused_records`,
  field: "licences",
  query: `licences { ${FIELDS} }`,
  shown: () => ({
    edges: facts.map(({ id: _id, businessName, creditCode, holderIdNumber, ...node }) => ({
      node: {
        ...node,
        holderIdNumber: holderIdNumber === null ? null : FACE,
        business: { name: businessName, creditCode },
      },
    })),
  }),
  faults: {
    "says that it failed": replacing('"code":"0"', `"code":"500","x":"${MARKER}"`),
    "gives text for a number": replacing(/"zys":\d+/, '"zys":"many"'),
    "answers about somebody else": replacing(/"jyzbh":"K\d+"/g, '"jyzbh":"K2002"'),
    "gives something else for its list": replacing(/"xkzlb":\[.*\]\}\]/s, '"xkzlb":"none"}]'),
    "never comes to a last page": replacing(/"zys":\d+/, '"zys":999'),
  },
});

const stand = await openLegacy(system);
const addresses = new Map([["market-regulation", stand.url]]);
const hub = await openHub({ sources: { addresses, freshMs: 60_000, timeoutMs: 1_000, pauseMs: 0 } });
const query = '{ resident(id: "1001") { licences { edges { node { number holderIdNumber } } } } }';

beforeEach(async () => {
  stand.heal();
  await hub.sql`truncate population.residents, market_regulation.operators, market_regulation.licences,
    market_regulation.refused_records`;
  await registeredResident(hub.sql, { id: "1001" });
  await operator(hub.sql, { residentId: "1001", sourceKey: "K1001" });
});
afterAll(async () => {
  await hub.close();
  await stand.close();
});

describe("Licence.holderIdNumber", () => {
  test("is the face for officers and a mask for the counter, and the whole number is nowhere in the department", async () => {
    const officer = await hub.ask({
      query,
      roles: ["department_officer"],
      department: "market-regulation",
      areas: ["3201"],
    });
    expect(officer.text).toContain(FACE);
    const clerk = await hub.ask({ query, areas: ["3201"] });
    expect(clerk.text).toContain("329901************");
    expect(clerk.text).not.toContain("0016");
    expect(clerk.masked).toEqual(["Licence.holderIdNumber"]);
    const [kept] = await hub.sql`select string_agg(l::text, '') as text from market_regulation.licences l`;
    expect(kept?.["text"]).toContain(FACE);
    expect(kept?.["text"]).not.toContain("329901199001010016");
  });
});

describe("Business.creditCode", () => {
  test.each([
    ["an empty text", '""'],
    ["a registration number of the time before", '"320105600012345"'],
  ])("is null for %s, and the licence stands", async (_what, other) => {
    stand.spoil(replacing('"92320105MA0000000D"', other));
    const reply = await hub.ask({ query: query.replace("number", "number business { creditCode }"), areas: ["3201"] });
    expect(reply.text).toContain('"number":"JY23201050000018","business":{"creditCode":null}');
  });
});

describe("a licence that is not as agreed", () => {
  test("is kept out alone for half a surrogate pair that was written as if it were a character", async () => {
    stand.spoil(({ body, ...reply }) => {
      const name = Buffer.from("示例面馆");
      const at = body.indexOf(name);
      return {
        ...reply,
        body: Buffer.concat([body.subarray(0, at), Buffer.from([0xed, 0xa0, 0xbd]), body.subarray(at)]),
      };
    });
    const reply = await hub.ask({ query, areas: ["3201"] });
    expect(reply.text).toContain("JY33201050000017");
    expect(reply.text).not.toContain("JY23201050000018");
  });

  test.each([
    [
      "an identity number with a wrong check digit",
      "329901199001010016",
      "329901199001010017",
      "zjhm is not an identity number",
    ],
    ["a number of another form", "JY23201050000018", "XX23201050000018", "xkzbh is not a licence number"],
    ["a number in place of text", '"fzrq":"20240229"', '"fzrq":20240229', "fzrq is missing or of another type"],
    ["a day there is not", '"fzrq":"20240229"', '"fzrq":"20230229"', "fzrq is not a day like 20260131"],
    ["a NUL", "南京市建邺区示例路1号", "南京市\\u0000示例路1号", "jycs holds a character that can't be stored"],
    ["a bare NUL", "南京市建邺区示例路1号", "南京市\0示例路1号", "jycs holds a character that can't be stored"],
    ["half a pair", "南京市建邺区示例路1号", "南京市\\ud83d示例路1号", "jycs holds a character that can't be stored"],
    ["a credit code nobody gave out", "92320105MA0000000D", "92320105IOSVZ00000", "tyshxydm is not a credit code"],
    ["a wrong check character", "92320105MA0000000D", "92320105MA00000001", "tyshxydm is not a credit code"],
    ["no premises", "南京市建邺区示例路1号", " ", "jycs is empty"],
  ])("is kept out alone for %s, with its place and the reason", async (_what, piece, other, reason) => {
    stand.spoil(replacing(piece, other));
    const reply = await hub.ask({ query, areas: ["3201"] });
    expect(reply.data).toEqual({
      resident: { licences: { edges: [{ node: { number: "JY33201050000017", holderIdNumber: null } }] } },
    });
    const refused = await hub.sql`select record_number, reason from market_regulation.refused_records`;
    expect([...refused]).toEqual([{ record_number: 1, reason }]);
  });
});

test("an operator that can't be told costs nobody else in the call", async () => {
  await registeredResident(hub.sql, { id: "1002" });
  await operator(hub.sql, { residentId: "1002", sourceKey: "K1002" });
  stand.spoil(replacing(/"jyzbh":"K1002","xkzlb":\[[^\]]*\]/, '"jyzbh":"K1002","xkzlb":null'));
  const LICENCES = "{ licences { edges { node { number } } } }";
  const reply = await hub.ask({
    query: `{ a: resident(id: "1001") ${LICENCES} b: resident(id: "1002") ${LICENCES} }`,
    areas: ["3201"],
  });
  expect(reply.data).toMatchObject({ a: { licences: { edges: [{}, {}] } }, b: { licences: null } });
  expect(reply.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
    [["b", "licences"], "SUBGRAPH_UNAVAILABLE"],
  ]);
});

test("licences of which none could be read stand as they were kept, and say so", async () => {
  const marked = query.replace("edges", "isStale unreadableCount edges");
  await hub.ask({ query: marked, areas: ["3201"] });
  await hub.sql`update market_regulation.operators set as_of = '2026-01-02T03:04:05Z'`;
  stand.spoil(replacing(/"zt":"0/g, '"zt":"'));
  const reply = await hub.ask({ query: marked, areas: ["3201"] });
  expect(reply.data).toMatchObject({ resident: { licences: { isStale: true, unreadableCount: 2 } } });
  expect(reply.text).toContain("JY23201050000018");
});
