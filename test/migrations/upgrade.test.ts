import postgres from "postgres";
import { expect, inject, test } from "vitest";
import { findMigrations } from "../../hub/backup/catalogue.ts";
import { departmentUrl, migrate } from "../../hub/migrate/migrate.ts";
import { departmentNames } from "../../subgraphs/index.ts";
import { readText } from "../repository/tree.ts";
import { createEmptyDatabase } from "../support/database.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { MAIN_FIELDS } from "../support/main-query.ts";

const AREA = "320105006901";
/** The migrations as of commit 9218ae0, in the order of their names. */
const baseline = new Set(readText("test/migrations/baseline-2026-11-30.txt").trim().split("\n"));

test("a database of 2026-11-30 goes on with its rows", async () => {
  const database = await createEmptyDatabase();
  const { loginSecret } = inject("cluster");
  const given = { adminUrl: database.adminUrl, departments: departmentNames, loginSecret };
  const sql = postgres(database.adminUrl, { max: 1, onnotice: () => undefined });
  const own = postgres(departmentUrl(database.adminUrl, loginSecret, "population"), {
    max: 1,
    onnotice: () => undefined,
  });
  try {
    await migrate({ ...given, only: (department, name) => baseline.has(`${department}/${name}`) });
    expect((await findMigrations(sql)).map(({ department, name }) => `${department}/${name}`).sort()).toEqual(
      [...baseline].sort(),
    );
    await sql`insert into population.areas (code, name) values (${AREA}, '迎宾社区')`;
    await sql`insert into population.households values (7, ${AREA})`;
    // A name as it could be stored then: with a compatibility character, and with a separator of a keyboard's.
    await sql`insert into population.residents (resident_id, area_code, household_id, name, id_number, sex_code, birth_on, address)
      values (1, ${AREA}, 7, ${"郭\uFA18"}, '329901199001010016', 1, '1990-01-01', '一号路'),
        (2, ${AREA}, 7, '阿依•古丽', '329901199001010024', 2, '1990-01-01', '一号路')`;
    await sql`insert into audit.access_records (record_id, request_id, viewer_id, area_code, roles, areas, roles_hash,
        operation_hash, returned, masked, refused, residents)
      values (gen_random_uuid(), 'r', '1', ${AREA}, '{}', '{}', '', '', '{}', '{}', '{}', '{}')`;
    await migrate(given);
    await migrate(given);
    const seen = await own.begin(async (transaction) => {
      await transaction`select onedoor.set_viewer(array[${AREA}]::text[], null)`;
      return transaction`select name, household_id::text as household from population.residents order by resident_id`;
    });
    expect([...seen]).toEqual([
      { name: "郭礼", household: "7" },
      { name: "阿依·古丽", household: "7" },
    ]);
    expect(await sql`select viewer_id from audit.access_records`).toHaveLength(1);
    const hub = await openHub({ database });
    try {
      await seenThroughTheGraph(hub);
    } finally {
      await hub.close();
    }
    expect((await sql`select viewer_id from audit.access_records`).length).toBeGreaterThan(1);
  } finally {
    await own.end();
    await sql.end();
    await database.drop();
  }
});

/** The clerk of the community reads its residents as they were entered then; the clerk of another finds nobody. */
async function seenThroughTheGraph(hub: TestHub): Promise<void> {
  const query = `query ($id: ID!) {
    resident(id: $id) { ${MAIN_FIELDS} birthOn area { name } household { members { id } } }
    residents(first: 5) { edges { node { id } } }
  }`;
  const ask = (area: string) =>
    hub.ask({
      roles: ["window_clerk"],
      areas: [area],
      query,
      variables: { id: "1" },
      purpose: "duty:seeing that a new version goes on",
    });
  const own = await ask(AREA);
  expect(own.data).toMatchObject({
    resident: {
      id: "1",
      name: "郭礼",
      birthOn: "1990-01-01",
      area: { name: "迎宾社区" },
      household: { members: [{ id: "1" }, { id: "2" }] },
    },
    residents: { edges: [{ node: { id: "1" } }, { node: { id: "2" } }] },
  });
  expect((await ask("320105999999")).data).toEqual({ resident: null, residents: { edges: [] } });
}
