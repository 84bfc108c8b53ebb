import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type TestDatabase } from "../../../support/database.ts";
import { hub, type Ran } from "../../../support/hub-command.ts";
import { openHub, type TestHub } from "../../../support/hub.ts";
import { makeDataFolder } from "../../../support/running-hub.ts";

let database: TestDatabase;
let graph: TestHub;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
let file = "";

beforeAll(async () => {
  [data, database] = [await makeDataFolder(), await createDatabase()];
  graph = await openHub({ database });
  file = join(data.folder, "centres.csv");
  for (const code of ["32", "3201", "320105", "320105006", "320105007", "320105008", "320105006901"]) {
    await graph.sql`insert into population.areas (code, name) values (${code}, ${`区划${code}`})`;
  }
});
afterAll(async () => {
  await graph.close();
  await database.drop();
  await data.remove();
});

async function load(...rows: readonly string[]): Promise<Ran> {
  await writeFile(file, rows.join("\n"));
  vi.stubEnv("DATABASE_URL", database.adminUrl);
  vi.stubEnv("ONEDOOR_DATA", data.folder);
  try {
    return await hub("import", "service-centres", file, "--json");
  } finally {
    vi.unstubAllEnvs();
  }
}

const reportOf = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown>;
const seen = async (code: string) => {
  const query = `query ($code: ID!) {
    serviceCentre(code: $code) { name area { code } townships { code } address openingHours }
  }`;
  return (await graph.ask({ query, variables: { code } })).data?.["serviceCentre"];
};

const HEADER = "代码,名称,所在区划代码,服务乡镇代码,地址,办公时间";
const FIRST = "3201050001,兴隆中心,320105006901,320105006;320105007,为民路1号,周一至周五";
const SECOND = "3201050002,开发区中心,320105,320105008,,";

describe("hub import service-centres", () => {
  test("adds centres that the graph then has, and changes them and what they serve", async () => {
    expect(reportOf(await load(HEADER, FIRST, SECOND))).toMatchObject({ read: 2, loaded: 2, refused: 0 });
    expect(await seen("3201050001")).toEqual({
      name: "兴隆中心",
      area: { code: "320105006901" },
      townships: [{ code: "320105006" }, { code: "320105007" }],
      address: "为民路1号",
      openingHours: "周一至周五",
    });
    expect(await seen("3201050002")).toMatchObject({ area: { code: "320105" }, address: null, openingHours: null });

    expect(reportOf(await load(HEADER, FIRST, SECOND))).toMatchObject({ loaded: 0 });
    const changed = FIRST.replace("320105006;320105007", "320105008、320105007").replace("1号", "2号");
    expect(reportOf(await load(HEADER, changed))).toMatchObject({ read: 1, loaded: 1 });
    expect(await seen("3201050001")).toMatchObject({
      address: "为民路2号",
      townships: [{ code: "320105007" }, { code: "320105008" }],
    });
    // Who is not in a file stays.
    expect(await seen("3201050002")).not.toBeNull();
  });

  test("keeps out what hangs in the air, with its line and reason, and loads the rest", async () => {
    const ran = await load(
      HEADER,
      "320105003,短号,320105,320105006,,",
      "3301050001,外县,320105,320105006,,",
      "3201050004,,320105,320105006,,",
      "3201050005,无处,320105999,320105006,,",
      "3201050006,不服务,320105,,,",
      "3201050007,错服务,320105,320105;320105006,,",
      "3201050008,好,320105,320105006,,",
      "3201050008,又,320105,320105006,,",
      "3201050009,少列",
    );
    expect(reportOf(ran)).toMatchObject({ read: 9, loaded: 1, refused: 8 });
    const refused = (await readFile(`${file}.refused.csv`, "utf8")).trim().split("\n").slice(1);
    expect(refused.map((line) => line.split(",", 1)[0])).toEqual(["2", "3", "4", "5", "6", "7", "9", "10"]);
    for (const [place, reason] of [
      "ten digits",
      "county",
      "name",
      "stands_in",
      "township",
      "nine digits",
      "earlier",
      "columns",
    ].entries()) {
      expect(refused[place]).toContain(reason);
    }
    expect(await seen("3201050008")).toMatchObject({ name: "好" });
    expect(await seen("3201050009")).toBeNull();
  });

  test("prints its template, which it takes", async () => {
    const { out } = await hub("import", "service-centres", "--template");
    expect(reportOf(await load(...out.trim().split("\n")))).toMatchObject({ read: 1, loaded: 1, refused: 0 });
  });
});
