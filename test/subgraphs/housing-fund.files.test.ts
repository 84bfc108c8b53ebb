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
const folder = await mkdtemp(join(tmpdir(), "onedoor-files-"));
const now = new Date("2026-11-23T01:00:00Z");
const [YESTERDAY, TODAY] = ["2026-11-22", "2026-11-23"];
const TABLES = "holders accounts deposits staged_records refused_lines refused_records deliveries".split(" ");
const ACCOUNTS = 100;

const factOf = (at: number, employer = `南京示例商贸有限公司${at}`): FundAccountFact => ({
  key: `K${1000 + at}`,
  status: "ACTIVE",
  employer,
  openedOn: "2015-07-01",
  depositedUntilOn: "2026-10-01",
  balanceFen: 123_456,
  monthlyDepositFen: 120_000,
  deposits: [{ id: "7", monthOn: "2026-10-01", depositedOn: "2026-10-15", amountFen: 120_000 }],
});
const factsOf = (count: number) => Array.from({ length: count }, (_, at) => factOf(at + 1));
const facts = factsOf(ACCOUNTS);

beforeEach(async () => {
  await hub.sql.unsafe(`truncate population.residents, ${TABLES.map((name) => `housing_fund.${name}`).join(", ")}`);
  for (const residentId of ["1001", "1002"]) {
    await registeredResident(hub.sql, { id: residentId });
    await fundHolder(hub.sql, { residentId, sourceKey: `K${residentId}` });
  }
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true });
});

const path = join(folder, "fund.csv");
const textOf = (given: readonly FundAccountFact[]) => iconv.decode(writeFundFile(TODAY, given), "gb18030");
const gb = (text: string) => iconv.encode(text, "gb18030");

async function load(content: Buffer, force = false) {
  await writeFile(path, content);
  return importHousingFund({ url: hub.urlFor("housing-fund"), path, now, force });
}

const ask = (id = "1001") =>
  hub.ask({
    query: `{ resident(id: "${id}") { housingFund { employer balanceFen asOf } } }`,
    roles: ["department_officer"],
    department: "housing-fund",
    areas: ["3201"],
  });

async function expectYesterday(): Promise<void> {
  for (const id of ["1001", "1002"]) expect((await ask(id)).text).toContain("2026-11-21T16:00:00.000Z");
}

describe("a file in another character set", () => {
  const traditional = facts.map((fact, at) => ({ ...fact, employer: `臺北市示例機械製造股份有限公司${at}` }));
  test.each([
    ["UTF-8", Buffer.from(textOf(facts)), "is in UTF-8"],
    ["UTF-8 with its mark", Buffer.from(`\uFEFF${textOf(facts)}`), "is in UTF-8"],
    ["UTF-16", iconv.encode(textOf(facts), "utf-16le"), "is in UTF-16"],
    ["UTF-16 with its mark", iconv.encode(textOf(facts), "utf-16", { addBOM: true }), "is in UTF-16"],
    ["UTF-16 the other way round", iconv.encode(textOf(facts), "utf-16be"), "is in UTF-16"],
    ["UTF-32", iconv.encode(textOf(facts), "utf-32le"), "is in UTF-16 or UTF-32"],
    ["Big5", iconv.encode(textOf(traditional), "big5"), "is in another character set"],
    [
      "Shift_JIS",
      iconv.encode(textOf(facts.map((one) => ({ ...one, employer: "東京都の会社" }))), "shift_jis"),
      "another",
    ],
    ["EBCDIC", Buffer.concat([Buffer.from([0xc8, 0x6b]), Buffer.alloc(60, 0xf1)]), "is in EBCDIC"],
  ])("(%s) is refused as a whole, also with force, and the old data stay", async (_what, content, sentence) => {
    await load(writeFundFile(YESTERDAY, facts));
    for (const force of [true, false]) {
      await expect(load(content, force)).rejects.toThrow(sentence);
      await expectYesterday();
    }
  });

  test.each([[factsOf(2)], [[factOf(1, "联通")]]])("is refused when it has few lines, too", async (few) => {
    await load(writeFundFile(YESTERDAY, few));
    await expect(load(Buffer.from(textOf(few)))).rejects.toThrow("is in UTF-8");
    expect((await ask()).text).toContain("2026-11-21T16:00:00.000Z");
  });

  test("is told from a line of it among others, which is kept out alone", async () => {
    await load(writeFundFile(YESTERDAY, facts));
    const lines = textOf(facts).split("\r\n");
    const content = Buffer.concat(lines.map((line, at) => (at === 1 ? Buffer.from(`${line}\r\n`) : gb(`${line}\r\n`))));
    expect(await load(content)).toMatchObject({ records: 199, refused: 1 });
    expect([...(await hub.sql`select line_number, reason from housing_fund.refused_lines`)]).toEqual([
      { line_number: 2, reason: "is in UTF-8 and not in GB18030" },
    ]);
  });

  test.each([["联通"], ["鑫淼"], ["𠮷野家"], ["㐂"], ["·"], [" ABC Ltd "], ["一"], ["囧囧"]])(
    "is not taken for it because of the name %j",
    async (employer) => {
      expect(await load(gb(textOf([factOf(1, employer)])))).toMatchObject({ records: 2, refused: 0 });
      expect((await ask()).text).toContain(JSON.stringify(employer.trim()));
    },
  );
});

describe("a record that can't be stored", () => {
  test.each([
    ["a NUL in the name", '商贸有限公司1"', '商贸\0有限公司1"', "dwmc holds a character that can't be stored"],
    ["a NUL in the amount", '"1,234.56"', '"1,234\0.56"', "ye is not an amount in yuan"],
    ["a NUL in the number", "01,K1001,", "01,K10\0" + "01,", "grzh is not an account number"],
    ["an escape", '商贸有限公司1"', '商贸\u001B$A有限公司1"', "dwmc holds a character that can't be stored"],
    ["a day before all days", ",20150701,", ",00000701,", "khrq is not a day like 20260131"],
    ["a status without its zero", "01,K1001,01,", "01,K1001,1,", "zhzt is not a known code"],
  ])("for %s is refused alone, by number and reason", async (_what, piece, other, reason) => {
    const text = textOf(facts);
    expect(text).toContain(piece);
    expect(await load(gb(text.replace(piece, other)))).toMatchObject({ records: 199, refused: 1 });
    expect([...(await hub.sql`select line_number, reason from housing_fund.refused_lines`)]).toEqual([
      { line_number: 2, reason },
    ]);
    expect((await ask("1002")).text).toContain("123456");
  });

  test("costs nothing where an amount only lacks its zero", async () => {
    await load(gb(textOf(facts).replace('"1,234.56"', ".50")));
    expect((await ask()).text).toContain('"balanceFen":50,');
  });
});

describe("whose record could not be read", () => {
  const FIELDS = "status isStale asOf unreadableCount unreadableAt deposits { edges { node { amountFen } } }";
  const asked = async (id: string) => {
    const reply = await hub.ask({
      query: `{ resident(id: "${id}") { housingFund { ${FIELDS} } } }`,
      roles: ["department_officer"],
      department: "housing-fund",
      areas: ["3201"],
    });
    return { ...reply, fund: (reply.data as { resident: { housingFund: unknown } }).resident.housingFund };
  };
  const [KEPT_OF, READ_AT] = ["2026-11-21T16:00:00.000Z", "2026-11-22T16:00:00.000Z"];

  test.each([
    ["a status without its zero", "01,K1001,01,", "01,K1001,1,"],
    ["a quote left open", '"南京示例商贸有限公司1"', '"南京示例商贸有限公司1'],
    ["a line without end", '"南京示例商贸有限公司1"', `"${"例".repeat(5_000)}"`],
  ])("for %s is shown yesterday's account, and that a record could not be read", async (_what, piece, other) => {
    await load(writeFundFile(YESTERDAY, facts));
    await load(gb(textOf(facts).replace(piece, other)));
    expect((await asked("1001")).fund).toMatchObject({
      status: "ACTIVE",
      isStale: true,
      asOf: KEPT_OF,
      unreadableCount: 1,
      unreadableAt: READ_AT,
      deposits: { edges: [{ node: { amountFen: 120_000 } }] },
    });
    expect((await asked("1002")).fund).toMatchObject({ asOf: READ_AT, unreadableCount: 0, unreadableAt: null });
    await load(writeFundFile(TODAY, facts), true);
    expect((await asked("1001")).fund).toMatchObject({ asOf: READ_AT, unreadableCount: 0 });
  });

  test("has no account known, and is not said to have none, when nothing was kept before", async () => {
    await load(gb(textOf(facts).replace("01,K1001,01,", "01,K1001,1,")));
    const reply = await asked("1001");
    expect(reply.fund).toBeNull();
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["SUBGRAPH_UNAVAILABLE"]);
  });

  test("keeps the account, too, when not even the number could be read and nobody else's it is", async () => {
    await load(writeFundFile(YESTERDAY, facts));
    const lines = textOf(facts)
      .split("\r\n")
      .filter((line) => !line.startsWith("02,K1001"));
    const text = lines.join("\r\n").replace(/200/g, "199").replace("01,K1001,01,", "01,\0,01,");
    await load(gb(text));
    expect((await asked("1001")).fund).toMatchObject({ status: "ACTIVE", asOf: KEPT_OF, unreadableCount: 1 });
    expect((await asked("1002")).fund).toMatchObject({ asOf: READ_AT, unreadableCount: 0 });
  });
});

describe("a file with more faults than chance makes", () => {
  const withFaults = (count: number, of: readonly FundAccountFact[], piece = /^01,(K\d+),01,/) => {
    let left = count;
    const lines = textOf(of).split("\r\n");
    return gb(
      lines.map((line) => (piece.test(line) && left-- > 0 ? line.replace(piece, "01,$1,1,") : line)).join("\r\n"),
    );
  };

  test.each([
    ["5 of 100 accounts", 5, facts, true],
    ["6 of 100 accounts", 6, facts, false],
    ["all accounts, though they are few among all lines", ACCOUNTS, facts, false],
    ["1 of 5 accounts", 1, factsOf(5), true],
    ["2 of 5 accounts", 2, factsOf(5), false],
  ])("(%s) is %#", async (_what, count, of, isLoaded) => {
    await load(writeFundFile(YESTERDAY, of));
    const loading = load(withFaults(count, of));
    if (isLoaded) return expect(await loading).toMatchObject({ refused: count });
    await expect(loading).rejects.toThrow(`${count} of the ${of.length * 2} records of the file are not as agreed`);
    await expectYesterday();
    expect(await load(withFaults(count, of), true)).toMatchObject({ refused: count });
  });

  test("is refused also with force when none of its records could be read", async () => {
    await load(writeFundFile(YESTERDAY, facts));
    const content = gb(textOf(facts).replace(/^0[12],/gm, "9,"));
    await expect(load(content, true)).rejects.toThrow("None of the 200 records of the file could be read");
    await expectYesterday();
  });
});

describe("a file that is not one file", () => {
  const text = textOf(facts);
  const more = textOf([factOf(1, "假")]).split("\r\n")[1] ?? "";
  test.each([
    ["goes on after its end", `${text}${more}\r\n`, "goes on after its end line, at line 203"],
    ["goes on with what can't be read", `${text}x\r\n`, "goes on after its end line, at line 203"],
    ["has another after it", `${text}${text}`, "goes on after its end line, at line 203"],
    ["has a second head", text.replace(/^01/m, `H,20261123,200\r\n01`), "has a second head line, at line 2"],
    ["holds more than it counts", text.replace(/^01/m, `${more}\r\n01`), "announces 200 records and holds 201"],
    ["counts otherwise at its end", text.replace("T,200", "T,201"), "announces 200 records"],
  ])("because it %s is refused, also with force", async (_what, content, sentence) => {
    await load(writeFundFile(YESTERDAY, facts));
    for (const force of [false, true]) await expect(load(gb(content), force)).rejects.toThrow(sentence);
    await expectYesterday();
  });

  test("is not one for blank lines and what DOS puts at the end", async () => {
    expect(await load(gb(`${text}\r\n  \r\n\u001A`))).toMatchObject({ records: 200, refused: 0 });
  });
});

test("a file in the folder is tried until it is loaded when the database was away", async () => {
  const log = captureLog();
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const outcomes: string[] = [];
  await writeFile(path, writeFundFile(day, facts));
  await hub.sql`alter role onedoor_housing_fund nologin`;
  const watch = watchHousingFundDrop(folder, hub.urlFor("housing-fund"), log.logger, 0, (outcome) =>
    outcomes.push(outcome),
  );
  try {
    await expect.poll(() => outcomes, { timeout: 10_000 }).toContain("failed");
  } finally {
    await hub.sql`alter role onedoor_housing_fund login`;
  }
  await expect.poll(() => outcomes.at(-1), { timeout: 10_000 }).toBe("loaded");
  expect((await ask()).text).toContain("123456");
  await watch.close();
  for (const secret of ["K1001", "示例", folder]) expect(log.text()).not.toContain(secret);
});
