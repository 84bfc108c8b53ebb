import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createTaxService, type PremiumFact } from "../../seed/systems/tax-service.ts";
import { openHub } from "../support/hub.ts";
import { MARKER, replacing } from "../support/legacy/faults.ts";
import { openLegacy } from "../support/legacy/legacy-stand.ts";
import { describeSource } from "../support/legacy/source-suite.ts";
import { registeredResident } from "../support/rows/population.ts";
import { premium, taxpayer } from "../support/rows/taxation.ts";

const facts: readonly PremiumFact[] = [
  { id: "81", kind: "PENSION", status: "OWED", monthOn: "2025-12-01", paidOn: null, amountFen: 123_450 },
  { id: "80", kind: "MATERNITY", status: "REFUNDED", monthOn: "2025-11-01", paidOn: "2025-12-10", amountFen: -5 },
];
const isKnown = (key: string) => /^K10(?:0[1-9]|10)$/.test(key);
const system = createTaxService((key) => (isKnown(key) ? facts : null));
const FIELDS = "asOf isStale edges { node { kind status monthOn paidOn amountFen asOf isStale } }";

const entity = `<!DOCTYPE Envelope [<!ENTITY x SYSTEM "file:///etc/passwd">]>`;
const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>`;

describeSource({
  department: "taxation",
  source: "taxation",
  system,
  know: taxpayer,
  dateBack: (sql, asOf) => sql`update taxation.taxpayers set as_of = ${asOf}`,
  forget: (sql) => sql`truncate taxation.taxpayers, taxation.premiums, taxation.refused_records`,
  field: "premiums",
  query: `premiums { ${FIELDS} }`,
  shown: () => ({ edges: facts.map(({ id: _id, ...node }) => ({ node })) }),
  faults: {
    "brings a document type that reads files": replacing("<soapenv:Envelope", `${entity}<soapenv:Envelope`),
    "brings entities that grow without end": replacing("<soapenv:Envelope", `${laughs}<soapenv:Envelope`),
    "names another character set": replacing('encoding="UTF-8"', 'encoding="GBK"'),
    "leaves tags open": replacing("</nsrxxLb>", ""),
    "nests without end": replacing("<nsrxxLb>", `<nsrxxLb>${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}`),
    "answers with a fault of its own": replacing(
      /<ns2:.*Response>/s,
      `<soapenv:Fault><faultstring>${MARKER}</faultstring></soapenv:Fault>`,
    ),
    "answers about somebody else": replacing(/K1\d+/g, "K2002"),
    "names no taxpayer": replacing(/<nsrsbh>K\d+<\/nsrsbh>/g, ""),
    "never comes to a last page": replacing(/<zys>\d+</, "<zys>999<"),
  },
});

const stand = await openLegacy(system);
const addresses = new Map([["taxation", stand.url]]);
const hub = await openHub({ sources: { addresses, freshMs: 60_000, timeoutMs: 1_000, pauseMs: 0 } });
const officer = { roles: ["department_officer"], department: "taxation", areas: ["3201"] };

beforeEach(async () => {
  stand.heal();
  await hub.sql`truncate population.residents, taxation.taxpayers, taxation.premiums, taxation.refused_records`;
  await registeredResident(hub.sql, { id: "1001" });
});
afterAll(async () => {
  await hub.close();
  await stand.close();
});

const ask = (fields = FIELDS) => hub.ask({ query: `{ resident(id: "1001") { premiums{ ${fields} } } }`, ...officer });

describe("Resident.premiums", () => {
  test("is null for somebody Taxation does not know", async () => {
    expect((await ask()).data).toEqual({ resident: { premiums: null } });
  });

  test("is null for a person Taxation knows outside the viewer's areas, as if not known", async () => {
    const none = await ask();
    await taxpayer(hub.sql, { residentId: "1001", sourceKey: "K1001", areaCode: "320205105001" });
    const before = stand.questions.length;
    expect((await ask()).text).toBe(none.text);
    expect(stand.questions.length).toBe(before);
  });

  test("comes in pages, newest month first", async () => {
    await taxpayer(hub.sql, { residentId: "1001", sourceKey: "K1001" });
    const page = (args: string) =>
      hub.ask({
        query: `{ resident(id: "1001") { premiums${args} { edges { node { monthOn } } pageInfo { hasNextPage endCursor } } } }`,
        ...officer,
      });
    const first = (await page("(first: 1)")).data as {
      resident: { premiums: { edges: unknown[]; pageInfo: { endCursor: string } } };
    };
    expect(first.resident.premiums.edges).toEqual([{ node: { monthOn: "2025-12-01" } }]);
    const { endCursor } = first.resident.premiums.pageInfo;
    const second = await page(`(first: 1, after: "${endCursor}")`);
    expect(second.data).toMatchObject({
      resident: { premiums: { edges: [{ node: { monthOn: "2025-11-01" } }], pageInfo: { hasNextPage: false } } },
    });
  });

  test("loses what the tax service no longer knows", async () => {
    await taxpayer(hub.sql, { residentId: "1001", sourceKey: "K1001", asOf: "2025-01-01T00:00:00Z" });
    await premium(hub.sql, { residentId: "1001", id: "7" });
    await ask();
    const kept = await hub.sql`select premium_id::text as id from taxation.premiums order by 1`;
    expect(kept.map((row) => row["id"] as string)).toEqual(["80", "81"]);
  });

  test("takes days as XML has them, with a zone or without", async () => {
    await taxpayer(hub.sql, { residentId: "1001", sourceKey: "K1001" });
    stand.spoil(replacing("<jfrq>20251210<", "<jfrq>2025-12-10+08:00<"));
    expect((await ask("edges { node { paidOn } }")).text).toContain('"paidOn":"2025-12-10"');
  });

  test("shows all of it for persons on several pages of the tax service", async () => {
    for (let at = 1; at <= 25; at += 1) {
      const residentId = String(2000 + at);
      await registeredResident(hub.sql, { id: residentId });
      await taxpayer(hub.sql, { residentId, sourceKey: `K10${String((at % 10) + 1).padStart(2, "0")}` });
    }
    const before = stand.questions.length;
    const reply = await hub.ask({
      query: "{ residents(first: 100) { edges { node { premiums { edges { node { kind } } } } } } }",
      ...officer,
    });
    expect(reply.text.match(/MATERNITY/g)).toHaveLength(25);
    expect(stand.questions.length - before).toBe(2);
  });
});

describe("a premium that is not as agreed", () => {
  test.each([
    ["an amount that is none", /<jfje>1,234\.50</, `<jfje>${MARKER}<`, "jfje is not an amount in yuan"],
    ["an amount grouped wrongly", "<jfje>1,234.50<", "<jfje>12,34.50<", "jfje is not an amount in yuan"],
    ["an amount beyond all measure", "<jfje>1,234.50<", "<jfje>99999999999.00<", "jfje is not an amount in yuan"],
    ["a day there is not", "<jfrq>20251210<", "<jfrq>20250230<", "jfrq is not a day like 20260131"],
    ["a month there is not", "<fkssq>202512<", "<fkssq>202513<", "fkssq is not a month like 202601"],
    ["a status nobody agreed on", "<zt>02<", "<zt>99<", "zt is not a known code"],
    ["no number", "<lsh>81</lsh>", "", "lsh is missing or of another type"],
    ["a NUL as a reference", "<lsh>81</lsh>", "<lsh>8&#0;1</lsh>", "lsh is not a number"],
    ["a bare NUL", "<zt>02<", "<zt>0\u00002<", "zt is not a known code"],
    ["half a surrogate pair", "<zt>02<", "<zt>02&#xD83D;<", "zt is not a known code"],
    ["a list for a value", "<lsh>81</lsh>", "<lsh>81</lsh><lsh>82</lsh>", "lsh is missing or of another type"],
  ])("is kept out alone for %s, with its place and the reason", async (_what, piece, other, reason) => {
    await taxpayer(hub.sql, { residentId: "1001", sourceKey: "K1001" });
    stand.spoil(replacing(piece, other));
    const reply = await ask("isStale edges { node { kind } }");
    const isFirst = !reason.startsWith("jfrq");
    expect(reply.data).toEqual({
      resident: { premiums: { isStale: false, edges: [{ node: { kind: isFirst ? "MATERNITY" : "PENSION" } }] } },
    });
    const refused = await hub.sql`select record_number, reason, area_code from taxation.refused_records`;
    expect([...refused]).toEqual([{ record_number: isFirst ? 1 : 2, reason, area_code: "320105006001" }]);
  });
});

describe("an answer of which nothing could be read", () => {
  const MARKED = "isStale asOf unreadableCount unreadableAt edges { node { status } }";
  const withoutZeros = replacing(/<zt>0/g, "<zt>");
  const LONG_AGO = "2026-01-02T03:04:05.678Z";

  test("leaves what was kept before, with its date and how much could not be read", async () => {
    await taxpayer(hub.sql, { residentId: "1001", sourceKey: "K1001" });
    expect((await ask(MARKED)).data).toMatchObject({
      resident: { premiums: { isStale: false, unreadableCount: 0, unreadableAt: null } },
    });
    await hub.sql`update taxation.taxpayers set as_of = ${LONG_AGO}`;
    stand.spoil(withoutZeros);
    const startedAt = new Date().toISOString();
    const reply = await ask(MARKED);
    expect(reply.errors).toEqual([]);
    const { premiums } = (reply.data as { resident: { premiums: { unreadableAt: string } } }).resident;
    expect(premiums).toMatchObject({ isStale: true, asOf: LONG_AGO, unreadableCount: 2 });
    expect(premiums).toMatchObject({ edges: [{ node: { status: "OWED" } }, { node: { status: "REFUNDED" } }] });
    expect(premiums.unreadableAt >= startedAt).toBe(true);
    stand.heal();
    expect((await ask(MARKED)).data).toMatchObject({
      resident: { premiums: { isStale: false, unreadableCount: 0, unreadableAt: null } },
    });
  });

  test("is not none for somebody of whom nothing was kept", async () => {
    await taxpayer(hub.sql, { residentId: "1001", sourceKey: "K1001" });
    stand.spoil(withoutZeros);
    const reply = await ask(MARKED);
    expect(reply.data).toEqual({ resident: { premiums: null } });
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["SUBGRAPH_UNAVAILABLE"]);
  });

  test("is told from one in which there is nothing", async () => {
    await taxpayer(hub.sql, { residentId: "1001", sourceKey: "K1001" });
    stand.spoil(replacing(/<jfmxLb>.*<\/jfmxLb>/s, "<jfmxLb></jfmxLb>"));
    expect((await ask(MARKED)).data).toMatchObject({
      resident: { premiums: { isStale: false, unreadableCount: 0, edges: [] } },
    });
  });

  test("shows the records that could be read, and that one could not", async () => {
    await taxpayer(hub.sql, { residentId: "1001", sourceKey: "K1001" });
    stand.spoil(replacing("<zt>02<", "<zt>2<"));
    expect((await ask(MARKED)).data).toMatchObject({
      resident: { premiums: { isStale: false, unreadableCount: 1, edges: [{ node: { status: "REFUNDED" } }] } },
    });
  });
});
