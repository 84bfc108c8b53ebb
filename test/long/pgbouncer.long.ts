import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import postgres, { type Sql } from "postgres";
import { migrate } from "../../hub/migrate/migrate.ts";
import { departmentNames } from "../../subgraphs/index.ts";
import { openPool, type Pool } from "../../subgraphs/shared/postgres/pool.ts";
import { withTicket } from "../../subgraphs/shared/postgres/ticket.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { tell } from "../support/long-form.ts";
import { LIST_QUERY, MAIN_QUERY } from "../support/main-query.ts";
import { findPgBouncer, openPgBouncer, type PgBouncer } from "../support/pgbouncer.ts";
import { hubSettings, makeDataFolder, runHub } from "../support/running-hub.ts";
import { allHolders } from "../support/sdl-rules.ts";
import { insertWorld, people } from "../support/world.ts";

const program = findPgBouncer();
/** Sessions of the server for one login, of which the hub would open many more. */
const SESSIONS = 3;
const AT_ONCE = 200;
const READS = 4_000;

describe.skipIf(program === undefined)("PgBouncer in transaction mode in front of PostgreSQL", () => {
  let database: TestDatabase;
  let admin: Sql;
  let bouncer: PgBouncer;
  let direct: TestHub;
  let pooled: TestHub;

  beforeAll(async () => {
    database = await createDatabase();
    admin = postgres(database.adminUrl, { max: 2, onnotice: () => undefined });
    direct = await openHub({ database });
    await insertWorld(admin);
    // A copy of a database has no grants of its own, and the first process to migrate it closes it to everybody else.
    const { adminUrl, loginSecret } = { ...inject("cluster"), adminUrl: database.adminUrl };
    await migrate({ adminUrl, departments: departmentNames, loginSecret });
    bouncer = await openPgBouncer(program ?? "", inject("cluster").adminUrl, admin, SESSIONS);
    pooled = await openHub({ database, reach: bouncer.through, isPooled: true });
  });
  afterAll(async () => {
    await pooled.close();
    await bouncer.close();
    await direct.close();
    await admin.end();
    await database.drop();
  });

  test("has the same bytes for every role's main question and list", async () => {
    let told = 0;
    for (const { role, department } of allHolders) {
      const claims = { roles: [role], areas: ["3201"], ...(department === undefined ? {} : { department }) };
      const questions = [
        ...people.map(({ id }) => ({ query: MAIN_QUERY, variables: { id } })),
        { query: LIST_QUERY, variables: { first: 5 } },
      ];
      const answers = await Promise.all(
        questions.map((question) => {
          const asked = { ...question, ...claims };
          return Promise.all([direct.ask(asked), pooled.ask(asked)]);
        }),
      );
      for (const [one, other] of answers) {
        expect({ role, text: withoutIds(other.text) }).toEqual({ role, text: withoutIds(one.text) });
        if (other.text.includes('"name":"')) told += 1;
      }
    }
    expect(told).toBeGreaterThan(allHolders.length);
  }, 300_000);

  test("answers many at once over a few sessions, each with the own rows", async () => {
    const asked = Array.from({ length: AT_ONCE }, async (_, at) => {
      const { id } = people[at % people.length] ?? { id: "" };
      const areas = [["320105"], ["3202"], ["32"], ["33"]][at % 4] ?? [];
      const question = { query: MAIN_QUERY, variables: { id }, roles: ["window_clerk"], areas };
      const [one, other] = await Promise.all([direct.ask(question), pooled.ask(question)]);
      expect(withoutIds(other.text)).toBe(withoutIds(one.text));
    });
    await Promise.all(asked);
    const [counted] = await admin<{ most: number }[]>`
      select max(sessions)::int as most from (select count(*) as sessions from pg_stat_activity a
        where a.datname = current_database() and a.usename = 'onedoor_population' and a.application_name = ''
        group by a.usename) as each_login`;
    expect(counted?.most ?? 0).toBeLessThanOrEqual(SESSIONS);
  }, 120_000);

  test("takes changes: one under its key, once", async () => {
    const input = {
      key: "0123456789abcdef-pooled",
      residentId: people[0]?.id,
      visitedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
      kind: "CARE",
      isMet: true,
      findings: [],
      followUps: [],
    };
    const query =
      "mutation ($input: RecordVisitInput!) { recordVisit(input: $input) { visit { id } errors { code } } }";
    const change = { query, variables: { input }, roles: ["grid_worker"], areas: ["32"] };
    const replies = [await pooled.ask(change), await pooled.ask(change), await direct.ask(change)];
    expect(replies.map(({ errors }) => errors)).toEqual([[], [], []]);
    const [first, ...others] = replies.map(({ data }) => JSON.stringify(data));
    expect(first).toMatch(/"id":"\d/);
    expect(others).toEqual([first, first]);
  });

  test("is not in the way of a hub that is told of it, and refused by one that is not", async () => {
    const data = await makeDataFolder();
    const own = hubSettings(direct, data.folder);
    const through = bouncer.through(own["DATABASE_URL"] ?? "");
    const start = (settings: Record<string, string>) =>
      runHub(["start"], { ...own, DATABASE_URL: through, ...settings }).then(
        async (hub) => {
          await hub.stop();
          return "started";
        },
        (error: unknown) => String(error),
      );
    expect(await start({})).toMatch(
      /pooler such as PgBouncer answers .* DATABASE_PREPARE=false.* DATABASE_DIRECT_URL\./,
    );
    const directUrl = { DATABASE_DIRECT_URL: own["DATABASE_URL"] ?? "" };
    expect(await start(directUrl)).toMatch(/pooler such as PgBouncer answers: set DATABASE_PREPARE=false/);
    expect(await start({ DATABASE_PREPARE: "false" })).toMatch(/in DATABASE_DIRECT_URL\./);
    expect(await start({ ...directUrl, DATABASE_PREPARE: "false" })).toBe("started");
    await data.remove();
  }, 300_000);

  test("costs what statements without names cost", async () => {
    const url = database.urlFor("population");
    const ms = {
      "named, direct": await perRead({ url, settings: { plan_cache_mode: "force_generic_plan" } }),
      "unnamed, direct": await perRead({ url, isPooled: true }),
      "unnamed, through PgBouncer": await perRead({ url: bouncer.through(url), isPooled: true }),
    };
    for (const [how, each] of Object.entries(ms)) tell(`${how}: ${each.toFixed(3)} ms a read, ${PIPELINED} at a time`);
  }, 120_000);
});

const PIPELINED = 20;
const READ = withTicket(
  `select t.name from onedoor.set_viewer($1::text[], null) as v(ok),
    lateral (select name from population.residents where resident_id = any($2::bigint[]) and v.ok offset 0) as t`,
  2,
);

async function perRead(options: {
  url: string;
  isPooled?: boolean;
  settings?: Record<string, string>;
}): Promise<number> {
  const pool: Pool = openPool({ ...options, name: "cost", size: 1, statementWithinMs: 10_000 });
  const read = () => pool.read(READ, ["{32}", `{${people.map(({ id }) => id).join(",")}}`]);
  try {
    for (let warm = 0; warm < 50; warm += 1) expect((await read()).length).toBeGreaterThan(3);
    const startedAt = performance.now();
    for (let done = 0; done < READS; done += PIPELINED) {
      await Promise.all(Array.from({ length: PIPELINED }, read));
    }
    return (performance.now() - startedAt) / READS;
  } finally {
    await pool.close();
  }
}

const withoutIds = (text: string) => text.replace(/"requestId":"[^"]*"/g, "");
