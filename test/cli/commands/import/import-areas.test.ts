import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createDatabase, type TestDatabase } from "../../../support/database.ts";
import { hub, type Ran } from "../../../support/hub-command.ts";
import { makeDataFolder } from "../../../support/running-hub.ts";

let database: TestDatabase;
let data: Awaited<ReturnType<typeof makeDataFolder>>;
let admin: Sql;
let file = "";

beforeAll(async () => {
  data = await makeDataFolder();
  database = await createDatabase();
  admin = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  file = join(data.folder, "areas.csv");
});
afterAll(async () => {
  await admin.end();
  await database.drop();
  await data.remove();
});

const reportOf = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown>;
const refusedLines = async () => (await readFile(`${file}.refused.csv`, "utf8")).trim().split("\n").slice(1);

describe("hub import areas", () => {
  async function loadAreas(text: string): Promise<Ran> {
    await writeFile(file, text);
    vi.stubEnv("DATABASE_URL", database.adminUrl);
    vi.stubEnv("ONEDOOR_DATA", data.folder);
    try {
      return await hub("import", "areas", file, "--json");
    } finally {
      vi.unstubAllEnvs();
    }
  }

  test("adds divisions below those that are known, and changes them", async () => {
    const rows = [
      "代码,名称",
      "33,浙江省",
      "3301,杭州市",
      "330106,西湖区",
      "330106001,北山街道",
      "330106001001,曙光社区",
    ];
    expect(reportOf(await loadAreas(rows.join("\n")))).toMatchObject({ read: 5, loaded: 5, refused: 0 });
    expect(reportOf(await loadAreas(rows.join("\n").replace("曙光", "晨光")))).toMatchObject({ loaded: 1 });
    expect(await admin`select name, parent_code as parent from population.areas where code = '330106001001'`).toEqual([
      { name: "晨光社区", parent: "330106001" },
    ]);
  });

  test("keeps out what hangs in the air or is no code", async () => {
    const ran = await loadAreas(
      "code,name,valid_to_on\n41,河南省,\n410106,上街区,\n411,郑州市,\n42,湖北省,2020-02-30\n",
    );
    expect(reportOf(ran)).toMatchObject({ loaded: 1, refused: 3 });
    expect((await refusedLines()).map((line) => line.split(",")[0])).toEqual(["3", "4", "5"]);
  });
});
