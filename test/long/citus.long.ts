import { randomBytes } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { departmentUrl, migrate } from "../../hub/migrate/migrate.ts";
import { schemaOf } from "../../hub/migrate/login.ts";
import { spreadDatabase } from "../../hub/spread/spread-database.ts";
import { seed } from "../../seed/seed.ts";
import { departmentNames } from "../../subgraphs/index.ts";
import { createEmptyDatabase, type TestDatabase } from "../support/database.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { tell } from "../support/long-form.ts";
import { LIST_QUERY, MAIN_QUERY } from "../support/main-query.ts";
import { SEED_DAY } from "../support/seed-day.ts";
import { allHolders } from "../support/sdl-rules.ts";

/** An empty database of a coordinator whose workers are there, for an administrator: docs/scale-out.md. */
const CITUS_URL = process.env["CITUS_URL"];
const RESIDENTS = 400;
const SCHEMAS = departmentNames.map(schemaOf);

describe.skipIf(CITUS_URL === undefined)("a hub on a spread database (CITUS_URL)", () => {
  let plain: TestDatabase;
  let sql: Sql;
  let onPlain: TestHub;
  let onCluster: TestHub;

  beforeAll(async () => {
    const adminUrl = CITUS_URL ?? "";
    const loginSecret = decodeURIComponent(new URL(adminUrl).password) || randomBytes(8).toString("hex");
    plain = await createEmptyDatabase();
    const plainSecret = decodeURIComponent(new URL(plain.adminUrl).password) || "tests";
    await migrate({ adminUrl: plain.adminUrl, departments: departmentNames, loginSecret: plainSecret });
    await migrate({ adminUrl, departments: departmentNames, loginSecret });
    const spread = { adminUrl, schemas: SCHEMAS, signal: new AbortController().signal, onTables: () => undefined };
    tell(JSON.stringify(await spreadDatabase(spread)));
    expect(await spreadDatabase(spread)).toMatchObject({ moved: 0 });
    for (const url of [plain.adminUrl, adminUrl]) {
      await seed({ urlOf: () => url, residents: RESIDENTS, seed: 1, today: SEED_DAY });
    }
    sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
    const urlFor = (department: string) => departmentUrl(adminUrl, loginSecret, department);
    onPlain = await openHub({ database: plain });
    onCluster = await openHub({ database: { adminUrl, urlFor, drop: async () => undefined }, claims: "transaction" });
  }, 900_000);
  afterAll(async () => {
    await onPlain.close();
    await onCluster.close();
    await sql.end();
    await plain.drop();
  });

  test("answers every role's main question and list with the bytes of a plain one", async () => {
    const people = await sql<{ id: string; area: string }[]>`
      select resident_id::text as id, area_code as area from population.residents order by resident_id limit 40`;
    let told = 0;
    for (const { role, department } of allHolders) {
      for (const { id, area } of people) {
        const claims = {
          roles: [role],
          areas: [area.slice(0, 9)],
          ...(department === undefined ? {} : { department }),
        };
        for (const question of [
          { query: MAIN_QUERY, variables: { id } },
          { query: LIST_QUERY, variables: { first: 5 } },
        ]) {
          const one = await onPlain.ask({ ...question, ...claims });
          const other = await onCluster.ask({ ...question, ...claims });
          expect({ role, area, text: other.text }).toEqual({ role, area, text: one.text });
          if (other.text.includes('"name":"')) told += 1;
        }
      }
    }
    expect(told).toBeGreaterThan(allHolders.length);
  }, 900_000);
});
