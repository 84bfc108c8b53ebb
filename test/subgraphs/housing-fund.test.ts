import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { watchHousingFundDrop } from "../../hub/housing-fund-drop.ts";
import { type FundAccountFact, writeFundFile } from "../../seed/systems/fund-file.ts";
import { importHousingFund } from "../../subgraphs/index.ts";
import { captureLog } from "../support/captured-log.ts";
import { openHub } from "../support/hub.ts";
import { fundHolder } from "../support/rows/housing-fund.ts";
import { registeredResident } from "../support/rows/population.ts";

const hub = await openHub();
const folder = await mkdtemp(join(tmpdir(), "onedoor-drop-"));
const now = new Date("2026-11-23T01:00:00Z");
const TODAY = "2026-11-23";
const TABLES = "holders accounts deposits staged_records refused_lines refused_records deliveries".split(" ");

const factOf = (at: number): FundAccountFact => ({
  key: `K${1000 + at}`,
  status: "ACTIVE",
  employer: `示例"龘"有限公司,${at}`,
  openedOn: "2015-07-01",
  depositedUntilOn: "2026-10-01",
  balanceFen: 123_456_789,
  monthlyDepositFen: 120_000 + at,
  deposits: [{ id: "7", monthOn: "2026-10-01", depositedOn: "2026-10-15", amountFen: 120_000 }],
});
const facts = Array.from({ length: 10 }, (_, at) => factOf(at + 1));

beforeEach(async () => {
  await hub.sql.unsafe(`truncate population.residents, ${TABLES.map((name) => `housing_fund.${name}`).join(", ")}`);
  for (let at = 1; at <= 9; at += 1) {
    const residentId = String(1000 + at);
    await registeredResident(hub.sql, { id: residentId });
    await fundHolder(hub.sql, { residentId, sourceKey: `K${residentId}` });
  }
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

async function fileOf(content: Buffer): Promise<string> {
  const path = join(folder, "fund.csv");
  await writeFile(path, content);
  return path;
}

async function load(content: Buffer, options: { force?: boolean; signal?: AbortSignal } = {}) {
  return importHousingFund({ url: hub.urlFor("housing-fund"), path: await fileOf(content), now, ...options });
}

/** Spoils the file as it is before its character set is applied. */
const spoilt = (piece: string, other: string) => {
  const text = iconv.decode(writeFundFile(TODAY, facts), "gb18030");
  expect(text).toContain(piece);
  return iconv.encode(text.replace(piece, other), "gb18030");
};

const FIELDS = `status employer openedOn depositedUntilOn balanceFen monthlyDepositFen asOf
  deposits { edges { node { monthOn depositedOn amountFen asOf } } }`;
const ask = (id = "1001", fields = FIELDS) =>
  hub.ask({
    query: `{ resident(id: "${id}") { housingFund { ${fields} } } }`,
    roles: ["department_officer"],
    department: "housing-fund",
    areas: ["3201"],
  });

describe("Resident.housingFund", () => {
  test("is what the file says, rare characters, quotes and amounts with commas included", async () => {
    expect(await load(writeFundFile(TODAY, facts))).toEqual({ day: TODAY, records: 20, refused: 0, unmatched: 2 });
    const asOf = "2026-11-22T16:00:00.000Z";
    const { deposits, ...known } = factOf(1);
    const account = Object.fromEntries(Object.entries(known).filter(([name]) => name !== "key"));
    const edges = deposits.map(({ id: _id, ...one }) => ({ node: { ...one, asOf } }));
    expect((await ask()).data).toEqual({ resident: { housingFund: { ...account, asOf, deposits: { edges } } } });
  });

  test("is null for somebody without an account, and outside the viewer's areas", async () => {
    await load(writeFundFile(TODAY, facts.slice(1)));
    expect((await ask()).data).toEqual({ resident: { housingFund: null } });
    await hub.sql`update housing_fund.accounts set area_code = '320205105001'`;
    expect((await ask("1002")).data).toEqual({ resident: { housingFund: null } });
  });

  test("is stale when no newer file has come though one was due", async () => {
    await load(writeFundFile(TODAY, facts));
    const dated = async (hours: number) => {
      await hub.sql`update housing_fund.accounts set as_of = now() - ${`${hours} hours`}::interval`;
      return (await ask("1001", "isStale deposits { edges { node { isStale } } }")).text;
    };
    expect(await dated(35)).not.toContain("true");
    expect(await dated(37)).not.toContain("false");
  });
});

describe("a line that is not as agreed", () => {
  test.each([
    ["an amount that is none", '"1,200.01"', '"1,200.0l"', "yjce is not an amount in yuan"],
    ["a day there is not", ",20150701,", ",20150229,", "khrq is not a day like 20260131"],
    ["a status nobody agreed on", "01,K1001,01,", "01,K1001,77,", "zhzt is not a known code"],
    ["a column too many", "01,K1001,01,", "01,K1001,01,x,", "has more or fewer columns than agreed"],
    ["a quote left open", '"示例""龘""有限公司,1"', '"示例龘有限公司,1', "is not one line of CSV"],
    ["an unknown kind", "01,K1001", "09,K1001", "is no known kind of record"],
    ["no end of its own", '"示例""龘""有限公司,1"', `"${"例".repeat(5_000)}"`, "is too long"],
  ])("is kept out alone for %s, with its number and the reason", async (_what, piece, other, reason) => {
    expect(await load(spoilt(piece, other))).toMatchObject({ records: 19, refused: 1 });
    expect([...(await hub.sql`select line_number, reason from housing_fund.refused_lines`)]).toEqual([
      { line_number: 2, reason },
    ]);
    expect((await ask("1001")).data).toEqual({ resident: { housingFund: null } });
    expect((await ask("1002")).text).toContain("123456789");
  });

  test("is kept out alone when its bytes are no GB18030", async () => {
    const bytes = writeFundFile(TODAY, facts);
    bytes[bytes.indexOf(iconv.encode("龘", "gb18030"))] = 0xff;
    expect(await load(bytes)).toMatchObject({ records: 19, refused: 1 });
    expect([...(await hub.sql`select line_number, reason from housing_fund.refused_lines`)]).toEqual([
      { line_number: 2, reason: "is not GB18030" },
    ]);
  });
});

describe("a file", () => {
  const isUntouched = async () => {
    expect((await ask()).text).toContain("123456789");
    const [count] = await hub.sql<{ accounts: number }[]>`select count(*)::int as accounts from housing_fund.accounts`;
    expect(count?.accounts).toBe(9);
  };

  test.each([
    ["of another day", writeFundFile("2026-11-20", facts), "neither of today nor of yesterday"],
    ["of a day to come", writeFundFile("2026-11-24", facts), "neither of today nor of yesterday"],
    ["of a day loaded already", writeFundFile("2026-11-22", facts), "one of 2026-11-22 is loaded already"],
    ["shorter than 80 % of the last", writeFundFile(TODAY, facts.slice(3)), "less than 80 % of the 20 of 2026-11-22"],
    ["cut off", writeFundFile(TODAY, facts).subarray(0, -30), "it was cut off, and the old data stay"],
    ["in UTF-8 of another form", Buffer.from("姓名,余额\n郭君,1\n"), "does not begin with a head line"],
    ["without anything", Buffer.alloc(0), "The file is empty"],
  ])("%s is refused, and the old data stay whole", async (_what, content, sentence) => {
    await load(writeFundFile("2026-11-22", facts));
    await expect(load(content)).rejects.toThrow(sentence);
    await isUntouched();
  });

  test("of 80 % of the last is loaded, and others are with force", async () => {
    await load(writeFundFile("2026-11-22", facts));
    expect(await load(writeFundFile(TODAY, facts.slice(0, 8)))).toMatchObject({ records: 16 });
    expect(await load(writeFundFile("2026-11-20", facts.slice(0, 2)), { force: true })).toMatchObject({ records: 4 });
    expect((await ask("1003")).data).toEqual({ resident: { housingFund: null } });
  });

  test("that is interrupted leaves the old data whole, and loads when it is tried again", async () => {
    await load(writeFundFile("2026-11-22", facts));
    const many = [...facts, ...Array.from({ length: 3_000 }, (_, at) => factOf(at + 20))];
    const stopping = new AbortController();
    const path = await fileOf(writeFundFile(TODAY, many));
    const url = hub.urlFor("housing-fund");
    const onProgress = (done: number, all: number) => {
      if (done > all / 2) stopping.abort();
    };
    await expect(importHousingFund({ url, path, now, onProgress, signal: stopping.signal })).rejects.toThrow();
    await isUntouched();
    await expect(importHousingFund({ url, path, now })).resolves.toMatchObject({ records: 6_020 });
  });

  test("that another import has overtaken is not taken for whole", async () => {
    const url = hub.urlFor("housing-fund");
    const path = await fileOf(writeFundFile(TODAY, facts));
    const start = () => hub.sql`delete from housing_fund.staged_records`;
    const slow = hub.sql.begin(async (sql) => {
      await sql`lock table housing_fund.deliveries in exclusive mode`;
      const loading = importHousingFund({ url, path, now }).then(
        () => "loaded",
        () => "failed",
      );
      await expect.poll(async () => (await hub.sql`select from housing_fund.staged_records`).length).toBe(18);
      await start();
      return loading.then.bind(loading);
    });
    expect(await (await slow)((outcome: string) => outcome)).toBe("failed");
    expect((await ask()).data).toEqual({ resident: { housingFund: null } });
  });

  test("in the folder is loaded by itself, and one that is refused is told to the log without its contents", async () => {
    const log = captureLog();
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    await fileOf(writeFundFile(day, facts));
    const watch = watchHousingFundDrop(folder, hub.urlFor("housing-fund"), log.logger, 0);
    await expect.poll(async () => (await ask()).text, { timeout: 5_000 }).toContain("123456789");
    await watch.close();
    await fileOf(writeFundFile("2026-01-01", facts));
    const again = watchHousingFundDrop(folder, hub.urlFor("housing-fund"), log.logger, 0);
    await expect.poll(() => log.text(), { timeout: 5_000 }).toContain("file not loaded");
    await again.close();
    for (const secret of ["K1001", "示例", "123456789", folder]) expect(log.text()).not.toContain(secret);
  });
});
