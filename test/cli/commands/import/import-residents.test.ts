import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import iconv from "iconv-lite";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { nameInitials } from "../../../../subgraphs/shared/name-initials.ts";
import { register } from "../../../../subgraphs/index.ts";
import { idNumberCheck } from "../../../../subgraphs/shared/id-number.ts";
import { createDatabase, type TestDatabase } from "../../../support/database.ts";
import { hub, type Ran } from "../../../support/hub-command.ts";
import { registeredResident } from "../../../support/rows/population.ts";
import { makeDataFolder } from "../../../support/running-hub.ts";

const VILLAGE = "320105006901";
const OTHER_VILLAGE = "320105006902";
const ABOLISHED = "320105006903";
const HEADER = "id_number,name,sex_code,birth_on,area_code,household_id,phone,address";

let database: TestDatabase;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
let admin: Sql;
let file = "";

beforeAll(async () => {
  data = await makeDataFolder();
});
afterAll(() => data.remove());

beforeEach(async () => {
  database = await createDatabase();
  admin = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  file = join(data.folder, "residents.csv");
  await admin`insert into population.areas (code, name, valid_to_on) values
    (${VILLAGE}, '迎宾社区', null), (${OTHER_VILLAGE}, '吉祥社区', null), (${ABOLISHED}, '中和社区', '2020-01-01')`;
});
afterEach(async () => {
  await admin.end();
  await database.drop();
});

/** A made-up number with a right check digit; an odd last digit is a man's. */
function numberOf(birth: string, sequence: number, county = "329901"): string {
  const body = `${county}${birth}${String(sequence).padStart(3, "0")}`;
  return body + idNumberCheck(body);
}

interface Line {
  idNumber?: string;
  name?: string;
  sex?: string;
  birth?: string;
  area?: string;
  household?: string;
  phone?: string;
  address?: string;
}

const HE = numberOf("19900101", 1);

function lineOf(line: Line): string {
  const { idNumber = HE, name = "郭君", sex = "1", birth = "1990-01-01", area = VILLAGE } = line;
  const { household = "1001", phone = "13800001234", address = "一号路2号" } = line;
  return [idNumber, name, sex, birth, area, household, phone, address].join(",");
}

async function load(text: string | Buffer, settings: Record<string, string> = {}, ...flags: string[]): Promise<Ran> {
  await writeFile(file, text);
  const given = {
    DATABASE_URL: database.adminUrl,
    ONEDOOR_DATA: data.folder,
    ONEDOOR_CALL_KEY: "the call key of a test, which is long enough",
    ...settings,
  };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  try {
    return await hub("import", "residents", file, "--json", ...flags);
  } finally {
    vi.unstubAllEnvs();
  }
}

const reportOf = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown>;
const refusedLines = async () => (await readFile(`${file}.refused.csv`, "utf8")).trim().split("\n").slice(1);
const everybody =
  () => admin`select resident_id::text as id, id_number as "idNumber", name, name_initials as initials, other_name_initials as "otherInitials",
  sex_code as sex, birth_on::text as birth, area_code as area, household_id::text as household, phone, address
  from population.residents order by resident_id`;

describe("hub import residents", () => {
  test("adds residents and households as the seed would, and the department finds them", async () => {
    await registeredResident(admin, { id: "70", idNumber: numberOf("19500101", 5) });
    const she = { idNumber: numberOf("19920203", 2), name: "单晓红", sex: "女", birth: "1992/2/3", phone: "" };
    const ran = await load([HEADER, lineOf({ name: " 郭\uFA18 " }), lineOf(she), ""].join("\r\n"));
    expect([ran.code, reportOf(ran)]).toMatchObject([0, { read: 2, added: 2, changed: 0, unchanged: 0, refused: 0 }]);
    expect((await everybody()).slice(1)).toEqual([
      {
        ...{ id: "71", idNumber: HE, name: "郭礼", ...nameInitials("郭礼"), sex: 1, birth: "1990-01-01" },
        ...{ area: VILLAGE, household: "1001", phone: "13800001234", address: "一号路2号" },
      },
      {
        ...{ id: "72", idNumber: she.idNumber, name: "单晓红", ...nameInitials("单晓红"), sex: 2 },
        ...{ birth: "1992-02-03", area: VILLAGE, household: "1001", phone: null, address: "一号路2号" },
      },
    ]);
    expect(await admin`select household_id::text as id, area_code as area from population.households`).toEqual([
      { id: "1001", area: VILLAGE },
    ]);
    const own = postgres(database.urlFor("population"), { max: 1, onnotice: () => undefined });
    const seen = await own.begin(async (sql) => {
      await sql`select onedoor.set_viewer(array[${VILLAGE}]::text[], null)`;
      return sql`select name from population.residents where resident_id > 70 order by resident_id`;
    });
    await own.end();
    expect(seen.map(({ name }: Record<string, unknown>) => name)).toEqual(["郭礼", "单晓红"]);
  });

  test("run again changes nothing but what is other in the file, and takes nobody away", async () => {
    const [first, second] = [lineOf({}), lineOf({ idNumber: numberOf("19910101", 3), birth: "1991-01-01" })];
    await load([HEADER, first, second].join("\n"));
    const before = await everybody();
    expect(reportOf(await load([HEADER, first, second].join("\n")))).toMatchObject({ added: 0, unchanged: 2 });
    expect(await everybody()).toEqual(before);
    const moved = lineOf({ area: OTHER_VILLAGE, household: "2002", phone: "" });
    expect(reportOf(await load([HEADER, moved].join("\n")))).toMatchObject({ added: 0, changed: 1, unchanged: 0 });
    expect(await everybody()).toEqual([
      { ...before[0], area: OTHER_VILLAGE, household: "2002", phone: null },
      before[1],
    ]);
  });

  test("leaves what the file has no column for", async () => {
    await load([HEADER, lineOf({})].join("\n"));
    const ran = await load(`姓名,公民身份号码,地址,区划代码\n郭军,${HE},二号路,${VILLAGE}\n`);
    expect(reportOf(ran)).toMatchObject({ changed: 1 });
    expect(await everybody()).toMatchObject([
      { name: "郭军", address: "二号路", phone: "13800001234", household: "1001" },
    ]);
  });

  test.each<[string, Line, RegExp]>([
    ["a wrong check digit", { idNumber: HE.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }, /check digit/],
    ["17 characters", { idNumber: HE.slice(1) }, /17 digits and a check character/],
    ["a day that is none", { idNumber: numberOf("19900230", 1), birth: "1990-02-30" }, /not a date/],
    ["a day to come", { idNumber: numberOf("20990101", 1), birth: "2099-01-01" }, /yet to come/],
    ["the other sex", { sex: "2" }, /sex_code is not the one of the id_number/],
    ["no sex", { sex: "?" }, /sex_code must be/],
    ["another day of birth", { birth: "1990-01-02" }, /birth_on is not the day/],
    ["a township", { area: VILLAGE.slice(0, 9) }, /12 digits/],
    ["an unknown village", { area: "320105006999" }, /no division in force/],
    ["a village that is no more", { area: ABOLISHED }, /no division in force/],
    ["no name", { name: "  " }, /name is empty/],
    ["a name nobody sees", { name: "\u200b\u2060" }, /name holds nothing/],
    ["a name with a control character", { name: "郭\u0007君" }, /no text/],
    ["a long name", { name: "君".repeat(101) }, /longer than 100/],
    ["no address", { address: "" }, /address is empty/],
    ["a household that is no number", { household: "A1" }, /household_id must be/],
    ["a telephone that is none", { phone: "ask the neighbour" }, /phone must be/],
    ["a column too many", { address: "一号路,2号" }, /has 9 columns/],
    ["an open quote", { address: '"一号路' }, /a quote is open/],
  ])("keeps out %s, with the line and without a value", async (_what, line, reason) => {
    const good = lineOf({ idNumber: numberOf("19800101", 7), birth: "1980-01-01" });
    const ran = await load([HEADER, good, "", lineOf(line)].join("\n"));
    expect([ran.code, reportOf(ran)]).toMatchObject([0, { read: 2, added: 1, refused: 1 }]);
    const [refused = "", ...others] = await refusedLines();
    expect(others).toEqual([]);
    expect(refused.startsWith("4,")).toBe(true);
    expect(refused).toMatch(reason);
    const said = `${ran.out}${ran.err}${refused}`;
    for (const value of [line.idNumber ?? HE, "郭君", "13800001234", "一号路"]) expect(said).not.toContain(value);
    expect((await stat(`${file}.refused.csv`)).mode & 0o777).toBe(0o600);
  });

  test("keeps out a number that stands twice, and a member of a household in another division", async () => {
    const other = numberOf("19910101", 3);
    const lines = [
      lineOf({}),
      lineOf({ idNumber: other, birth: "1991-01-01", area: OTHER_VILLAGE }),
      lineOf({ name: "郭军" }),
    ];
    const ran = await load([HEADER, ...lines].join("\n"));
    expect(reportOf(ran)).toMatchObject({ added: 1, refused: 2 });
    expect(await refusedLines()).toEqual([
      `3,"area_code is another than that of the household's members on earlier lines"`,
      '4,"id_number stands on line 2 already"',
    ]);
  });

  test("fails when every line is kept out", async () => {
    const ran = await load([HEADER, lineOf({ sex: "2" })].join("\n"));
    expect(ran.code).toBe(1);
    expect(ran.err).toContain("Every line was kept out.");
  });

  test("reads GB18030, and a damaged line of UTF-8 spoils that line alone", async () => {
    const chinese = `身份证号,姓名,区划代码,地址\n${HE},郭君,${VILLAGE},一号路\n`;
    const ran = await load(iconv.encode(chinese, "gb18030"));
    expect(reportOf(ran)).toMatchObject({ encoding: "GB18030", added: 1 });
    expect(await everybody()).toMatchObject([{ name: "郭君", address: "一号路" }]);
    const damaged = Buffer.concat([
      Buffer.from(`${chinese}${numberOf("19910101", 3)},`),
      Buffer.from([0xb9, 0xf9, 0x0a]),
    ]);
    expect(reportOf(await load(damaged))).toMatchObject({ encoding: "UTF-8", unchanged: 1, refused: 1 });
    expect(await refusedLines()).toEqual(['3,"the line is not text in the encoding of the file"']);
  });

  test.each<[string, () => string | Buffer, RegExp]>([
    ["UTF-16", () => iconv.encode(`${HEADER}\n`, "utf-16"), /UTF-16 or no text/],
    ["a workbook", () => Buffer.from("PK\u0003\u0004 and so on"), /a workbook/],
    ["nothing", () => "", /empty/],
    ["no header", () => `${lineOf({})}\n`, /first line must name the columns, parted by commas; it lacks id_number/],
    ["a column that is no column", () => `${HEADER},salary\n`, /no column like the 9\. of the first line/],
    ["a column twice", () => `${HEADER},姓名\n`, /Two columns of the first line are name/],
    ["no line ends", () => HEADER + ",".repeat(100_000), /longer than/],
  ])("refuses a file of %s in one sentence without a value", async (_what, text, sentence) => {
    const ran = await load(text());
    expect([ran.code, ran.out]).toEqual([1, ""]);
    expect(ran.err).toMatch(sentence);
    expect(ran.err).not.toMatch(/郭君|salary|\n {4}at /);
  });

  test("takes no made-up people in production", async () => {
    const real = numberOf("19900101", 1, "320105");
    const text = [HEADER, lineOf({}), lineOf({ idNumber: real })].join("\n");
    const ran = await load(text, { NODE_ENV: "production" });
    expect(reportOf(ran)).toMatchObject({ added: 1, refused: 1 });
    expect(await refusedLines()).toEqual(['2,"id_number: it is made up (3299), and this hub keeps real people"']);
  });

  test("that is stopped keeps what it has, and goes on from there", async () => {
    const lines = Array.from({ length: 12_000 }, (_, at) => {
      const idNumber = numberOf(`19${70 + (at % 12)}0101`, Math.floor(at / 12) % 1_000, "329902");
      return lineOf({ idNumber, birth: `19${70 + (at % 12)}-01-01`, sex: "", household: "", address: "一号路" });
    }).map((line) => line.replace(",,19", `,${Number(line[16]) % 2 === 1 ? 1 : 2},19`));
    await writeFile(file, [HEADER, ...lines].join("\n"));
    const stopping = new AbortController();
    const given = {
      url: database.urlFor("population-register"),
      path: file,
      takesSynthetic: true,
      initialsOf: nameInitials,
      hearersOf: () => [],
      onRefused: () => undefined,
    };
    const stopped = await register.importResidents({
      ...given,
      signal: stopping.signal,
      onProgress: () => stopping.abort(),
    });
    expect(stopped.isWhole).toBe(false);
    expect(stopped.added).toBeGreaterThan(0);
    expect(stopped.added).toBeLessThan(12_000);
    const whole = await register.importResidents(given);
    expect(whole).toMatchObject({
      isWhole: true,
      read: 12_000,
      added: 12_000 - stopped.added,
      unchanged: stopped.added,
    });
  });

  test("has a login that deletes nobody and reads nothing else", async () => {
    const register = postgres(database.urlFor("population-register"), { max: 1, onnotice: () => undefined });
    await expect(register`delete from population.residents`).rejects.toThrow("permission denied");
    await expect(register`select from population.emergency_accesses`).rejects.toThrow("permission denied");
    await register.end();
  });
});

test("hub import residents --template is a file that can be imported", async () => {
  const { code, out } = await hub("import", "residents", "--template");
  expect(code).toBe(0);
  expect(reportOf(await load(out))).toMatchObject({ added: 1, refused: 0 });
});
