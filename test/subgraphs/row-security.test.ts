import fc from "fast-check";
import postgres, { type ISql, type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toFieldLists } from "../../subgraphs/index.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { CLOSED_TO_ALL, MAY_ADD, MAY_LET_GO, OF_ONE_ACCOUNT } from "../support/row-rules.ts";
import { WITH_OTHER_RULES, WITHOUT_ROW_RULE } from "../support/row-rules.ts";
import { failureOf } from "../support/failure-of.ts";
import { orderAndObjection } from "../support/rows/audit.ts";
import { insertKept } from "../support/rows/kept-of-accounts.ts";
import { heardByAll } from "../support/rows/inboxes.ts";
import { toldAndKept } from "../support/rows/told-and-kept.ts";
import { runs } from "../support/runs.ts";
import { allDepartments } from "../support/sdl-rules.ts";
import { withSealer } from "../support/sealer.ts";
import { anyAreas, malformedAreas } from "../support/viewer.ts";
import { mayRead } from "../support/world-fields.ts";
import { insertWorld, people } from "../support/world.ts";

const INSUFFICIENT_PRIVILEGE = "42501";
const CHECK_VIOLATION = "23514";
interface Table {
  name: string;
  schema: string;
  isForced: boolean;
  rows: number;
}

let hub: TestHub;
let tables: Table[];
const logins = new Map<string, Sql>();

const schemaOf = (department: string) => department.replaceAll("-", "_");
const loginOf = (department: string): Sql => {
  const login = logins.get(department);
  if (login === undefined) throw new Error(`no login of ${department}`);
  return login;
};
const tablesOf = (department: string) => tables.filter(({ schema }) => schema === schemaOf(department));
const guardedTablesOf = (department: string) =>
  tablesOf(department).filter(({ name }) => ![...WITHOUT_ROW_RULE, ...CLOSED_TO_ALL].includes(name));

beforeAll(async () => {
  hub = await openHub();
  await insertWorld(hub.sql);
  await withSealer(hub.urlFor, (sealer) => sealer.sealAll());
  await orderAndObjection(hub.sql);
  await hub.sql`insert into audit.withholdings (purpose, withheld_until, reason, ordered_by)
    values ('case:1', now(), 'an order', '1')`;
  await hub.sql`insert into audit.duty_judgements (record_id, is_justified, judged_by)
    select record_id, true, '1' from audit.access_records`;
  await insertKept(hub.sql);
  await hub.sql`insert into audit.pseudonym_keys (fingerprint) values ('a fingerprint') on conflict do nothing`;
  await hub.sql`insert into population.missed_lookups (account, number_hash, prefix_hash) values ('1', 'a hash', 'a hash')`;
  await toldAndKept(hub.sql);
  await heardByAll(hub.sql);
  const { id } = toFieldLists({ returned: ["Resident.id"], masked: [], refused: [] });
  await hub.sql`insert into audit.field_lists values (${id}, '{Resident.id}', '{}', '{}')`;
  tables = await readTables(hub.sql);
  for (const department of allDepartments) {
    logins.set(department, postgres(hub.urlFor(department), { max: 1, onnotice: () => undefined }));
  }
});
afterAll(async () => {
  for (const login of logins.values()) await login.end();
  await hub.close();
});

async function readTables(sql: Sql): Promise<Table[]> {
  const schemas = allDepartments.map(schemaOf);
  const found = await sql<{ schema: string; name: string; isForced: boolean }[]>`
    select n.nspname as schema, n.nspname || '.' || c.relname as name,
      c.relrowsecurity and c.relforcerowsecurity as "isForced"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname = any(${schemas}) order by 2`;
  const counted: Table[] = [];
  for (const table of found) {
    const [count] = await sql<{ rows: number }[]>`select count(*)::int as rows from ${sql(table.name)}`;
    counted.push({ ...table, rows: count?.rows ?? 0 });
  }
  return counted;
}

const countAs = async (sql: ISql, table: string): Promise<number> => {
  const [count] = await sql<{ rows: number }[]>`select count(*)::int as rows from ${sql(table)}`;
  return count?.rows ?? -1;
};

describe.each(allDepartments)("the tables of %s", (department) => {
  test("are there, hold rows, and have a row rule that binds their owner too", () => {
    expect(tablesOf(department).length).toBeGreaterThan(0);
    for (const table of tablesOf(department)) expect(table.rows).toBeGreaterThan(0);
    const open = tablesOf(department).filter(({ isForced }) => !isForced);
    expect(open.map(({ name }) => name).filter((name) => !WITHOUT_ROW_RULE.includes(name))).toEqual([]);
  });

  test("are closed to its own login where secrets are kept", async () => {
    for (const { name } of tablesOf(department).filter((one) => CLOSED_TO_ALL.includes(one.name))) {
      expect({ name, failure: await failureOf(countAs(loginOf(department), name)) }).toEqual({
        name,
        failure: INSUFFICIENT_PRIVILEGE,
      });
    }
  });

  test("show nothing to the department's own login when no claims are set", async () => {
    for (const { name } of guardedTablesOf(department)) {
      expect({ name, rows: await countAs(loginOf(department), name) }).toEqual({ name, rows: 0 });
    }
  });

  test("show nothing when claims are empty, or broken", async () => {
    const settings = [
      "onedoor.areas",
      "onedoor.area",
      "onedoor.area_low",
      "onedoor.area_high",
      "onedoor.resident_id",
      "onedoor.sign_in",
      "onedoor.emergency_account",
      "onedoor.acting_account",
      "onedoor.account",
    ];
    for (const value of ["", "32 or true", "%", "{32}", "32,", "null"]) {
      await loginOf(department).begin(async (sql) => {
        for (const setting of settings) await sql`select set_config(${setting}, ${value}, true)`;
        for (const { name } of guardedTablesOf(department)) {
          expect({ name, value, rows: await countAs(sql, name) }).toEqual({ name, value, rows: 0 });
        }
      });
    }
  });

  test.each([[[]], ...malformedAreas.map((area) => [[area]]), ...malformedAreas.map((area) => [["32", area]])])(
    "show nothing to a viewer of %j",
    async (areas) => {
      await loginOf(department).begin(async (sql) => {
        await sql`select onedoor.set_viewer(${sql.array(areas)}::text[], null)`;
        for (const { name } of guardedTablesOf(department)) {
          expect({ name, rows: await countAs(sql, name) }).toEqual({ name, rows: 0 });
        }
      });
    },
  );

  test("show nothing any more once the viewer's transaction has ended", async () => {
    const login = loginOf(department);
    await login.begin(async (sql) => {
      await sql`select onedoor.set_viewer('{32}', null)`;
      for (const { name, rows } of guardedTablesOf(department)) {
        expect(await countAs(sql, name)).toBe(OF_ONE_ACCOUNT.includes(name) ? 0 : rows);
      }
    });
    for (const { name } of guardedTablesOf(department)) expect(await countAs(login, name)).toBe(0);
  });

  test("show a viewer exactly the rows in the areas, and the own", async () => {
    const property = fc.asyncProperty(
      anyAreas,
      fc.option(fc.constantFrom(...people.map(({ id }) => id))),
      async (areas, residentId) => {
        for (const { name } of guardedTablesOf(department).filter((one) => !WITH_OTHER_RULES.includes(one.name))) {
          const all = await hub.sql<{ area: string; person: string | null }[]>`
            select area_code as area, to_jsonb(t) ->> 'resident_id' as person from ${hub.sql(name)} t`;
          const viewer = { areas, residentId, accountId: "" };
          const isAnybodys = (area: string) =>
            name === "audit.access_records" && area === "" && mayRead({ ...viewer, residentId: null }, areas[0] ?? "");
          const expected = all.filter(
            ({ area, person }) => mayRead(viewer, area, person ?? undefined) || isAnybodys(area),
          );
          await loginOf(department).begin(async (sql) => {
            await sql`select onedoor.set_viewer(${sql.array(areas)}::text[], ${residentId}::bigint)`;
            const seen = await sql<{ area: string }[]>`select area_code as area from ${sql(name)}`;
            const sorted = (rows: readonly { area: string }[]) => rows.map(({ area }) => area).sort();
            expect({ name, areas: sorted(seen) }).toEqual({ name, areas: sorted(expected) });
          });
        }
      },
    );
    await fc.assert(property, runs(25));
  });

  test("cannot be changed by the department's login, whatever it claims", async () => {
    for (const { name, rows } of tablesOf(department)) {
      const mayAdd = MAY_ADD.includes(name);
      for (const statement of [
        `update ${name} set ${await firstColumnOf(name)} = ${await firstColumnOf(name)}`,
        ...(MAY_LET_GO.includes(name) ? [] : [`delete from ${name}`]),
        `truncate ${name}`,
        `alter table ${name} disable row level security`,
        `alter table ${name} no force row level security`,
        `drop table ${name}`,
        `create policy open on ${name} using (true)`,
        ...(mayAdd ? [] : [`insert into ${name} select * from ${name}`]),
      ]) {
        const failure = await failureOf(
          loginOf(department).begin(async (sql) => {
            await sql`select onedoor.set_viewer('{32}', null)`;
            await sql.unsafe(statement);
          }),
        );
        expect({ statement, failure: failure ?? "none" }).toEqual({ statement, failure: INSUFFICIENT_PRIVILEGE });
      }
      expect(await countAs(hub.sql, name)).toBe(rows);
    }
  });

  test("are closed to every other department's login", async () => {
    for (const other of allDepartments.filter((one) => one !== department)) {
      for (const { name } of tablesOf(department)) {
        expect({ other, name, failure: await failureOf(countAs(loginOf(other), name)) }).toEqual({
          other,
          name,
          failure: INSUFFICIENT_PRIVILEGE,
        });
      }
    }
  });
});

async function firstColumnOf(table: string): Promise<string> {
  const [column] = await hub.sql<{ name: string }[]>`
    select attname as name from pg_attribute where attrelid = ${table}::regclass and attnum = 1`;
  if (column === undefined) throw new Error(`${table} has no column`);
  return column.name;
}

describe.each(allDepartments)("the login of %s", (department) => {
  test("is no superuser, and can't pass row rules, make roles or databases, or become another", async () => {
    const [role] = await loginOf(department)`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = current_user`;
    expect(Object.values(role ?? {})).toEqual([false, false, false, false, false]);
    for (const other of allDepartments.filter((one) => one !== department)) {
      const failure = await failureOf(loginOf(department).unsafe(`set role onedoor_${schemaOf(other)}`));
      expect(failure).toBe(INSUFFICIENT_PRIVILEGE);
    }
  });

  test("can make nothing: no table, no schema, no function", async () => {
    for (const statement of [
      `create table ${schemaOf(department)}.more (id bigint)`,
      "create table public.more (id bigint)",
      "create schema more",
      `create function onedoor.in_areas(text, text) returns boolean language sql return true`,
      "create or replace function onedoor.in_areas(area_code text) returns boolean language sql stable return true",
    ]) {
      expect({ statement, failure: await failureOf(loginOf(department).unsafe(statement)) }).toEqual({
        statement,
        failure: INSUFFICIENT_PRIVILEGE,
      });
    }
  });

  test("can't read what the installation keeps for itself", async () => {
    for (const table of ["onedoor.migrations", "pg_authid", "pg_shadow"]) {
      expect(await failureOf(countAs(loginOf(department), table))).toBe(INSUFFICIENT_PRIVILEGE);
    }
  });
});

describe("the login of audit", () => {
  test("may add records, and then neither change nor remove them", async () => {
    const login = loginOf("audit");
    await login`insert into audit.access_records (record_id, request_id, viewer_id, area_code, roles, areas, roles_hash,
        operation_hash, returned, masked, refused, residents)
      values (gen_random_uuid(), 'added', '1', '32', '{}', '{}', '', '', '{}', '{}', '{}', '{}')`;
    for (const statement of [
      "update audit.access_records set viewer_id = '2'",
      "delete from audit.access_records where request_id = 'added'",
      "truncate audit.access_records",
      `insert into audit.access_records select * from audit.access_records on conflict (record_id) do update set viewer_id = '2'`,
      "alter sequence audit.access_records_position_seq restart with 1",
    ]) {
      expect({ statement, failure: await failureOf(login.unsafe(statement)) }).toEqual({
        statement,
        failure: INSUFFICIENT_PRIVILEGE,
      });
    }
    const [record] = await hub.sql`select viewer_id from audit.access_records where request_id = 'added'`;
    expect(record?.["viewer_id"]).toBe("1");
    await hub.sql`delete from audit.access_records where request_id = 'added'`;
  });

  test("may add lists of fields under their hash alone, and not change what records say by them", async () => {
    const login = loginOf("audit");
    const { id } = toFieldLists({ returned: ["Resident.id"], masked: [], refused: ['Claim."diagnosis"'] });
    const add = (as: string, refused: string[]) =>
      login.unsafe("insert into audit.field_lists values ($1, '{Resident.id}', '{}', $2::text[])", [as, refused]);
    await add(id, ['Claim."diagnosis"']);
    expect(await failureOf(add("another", ['Claim."diagnosis"']))).toBe(CHECK_VIOLATION);
    expect(await failureOf(add(toFieldLists({ returned: [], masked: [], refused: [] }).id, ["Claim.id"]))).toBe(
      CHECK_VIOLATION,
    );
    for (const statement of ["update audit.field_lists set refused = '{}'", "delete from audit.field_lists"]) {
      expect(await failureOf(login.unsafe(statement))).toBe(INSUFFICIENT_PRIVILEGE);
    }
    await hub.sql`delete from audit.field_lists where field_lists_id = ${id}`;
  });
});
