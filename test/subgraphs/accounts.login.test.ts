import { randomUUID } from "node:crypto";
import postgres, { type ISql, type Row } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadRoles } from "../../hub/load-roles.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { account } from "../support/rows/accounts.ts";

// The login of the department at its worst: it sets whatever claims and acting account it likes, and goes around the
// functions that the department calls.

let hub: TestHub;
let login: postgres.Sql;
beforeAll(async () => {
  hub = await openHub();
  login = postgres(hub.urlFor("accounts"), { max: 1, onnotice: () => undefined });
});
afterAll(async () => {
  await login.end();
  await hub.close();
});
beforeEach(async () => {
  await hub.sql`truncate accounts.accounts, accounts.activation_codes, accounts.certificates,
    accounts.account_requests, accounts.account_makers`;
  for (const id of ["500", "510", "520"]) {
    await account(hub.sql, { id, username: `admin${id}`, roles: ["account_admin"], areas: ["32"] });
  }
  await account(hub.sql, { id: "601", roles: ["window_clerk"] });
  await account(hub.sql, { id: "602", roles: ["analyst"] });
  await account(hub.sql, { id: "603", roles: ["window_clerk"], isActive: false });
});

/** One transaction of the login, in the name of one account after the other. */
function transaction<Result>(work: (sql: ISql, as: (actor: string) => Promise<unknown>) => Promise<Result>) {
  return login.begin(async (sql) => {
    await sql`select onedoor.set_viewer('{32}', null)`;
    return work(sql, (actor) => sql`select set_config('onedoor.acting_account', ${actor}, true)`);
  });
}

const alone = (statement: string, actor = "500"): Promise<unknown> =>
  transaction(async (sql, as) => {
    await as(actor);
    return sql.unsafe(statement);
  });

/** Enters a request without the functions; its id. */
async function ask(sql: ISql, kind: string, about: string | null, roles: string[] | null, asker = "500") {
  const id = randomUUID();
  await sql`insert into accounts.account_requests (request_id, kind, account_id, roles, areas, asked_by)
    values (${id}, ${kind}, ${about}, ${roles}, '{320105006}', ${asker})`;
  return id;
}
const grant = (sql: ISql, id: string, by: string) =>
  sql`update accounts.account_requests set decided_by = ${by}, decided_at = '2020-01-01', is_granted = true
    where request_id = ${id}`;

const given = (more: object = {}) =>
  JSON.stringify([
    {
      place: 0,
      username: "u1",
      display_name: "名",
      areas: ["320105006"],
      roles: ["centre_head"],
      code_hash: "x",
      ...more,
    },
  ]);

const ALONE = "has not approved";
const POLICY = "row-level security";

describe("one administrator, straight at the database", () => {
  test.each([
    ["makes an account at once", `select * from accounts.create_accounts('500', '${given()}')`, POLICY],
    [
      "makes one that nobody has to approve",
      `insert into accounts.accounts (account_id, username, display_name, area_code, areas, roles, is_active, request_id, created_by)
        values (700, 'u', 'd', '320105006', '{320105006}', '{window_clerk}', true, gen_random_uuid(), '500')`,
      POLICY,
    ],
    [
      "makes one in another's name",
      `insert into accounts.accounts (account_id, username, display_name, area_code, areas, roles, is_active, is_approved, request_id, created_by)
        values (700, 'u', 'd', '320105006', '{320105006}', '{window_clerk}', true, false, gen_random_uuid(), '510')`,
      POLICY,
    ],
    ["gives a role", "select accounts.set_roles('500', 601, '{window_clerk,village_worker}')", ALONE],
    ["gives another role for one", "select accounts.set_roles('500', 602, '{centre_head}')", ALONE],
    [
      "gives a role without the function",
      "update accounts.accounts set roles = '{centre_head}' where account_id = 601",
      ALONE,
    ],
    ["opens what is closed", "select accounts.set_active('500', 603, true)", ALONE],
    [
      "opens and narrows what is closed, to widen it again",
      "update accounts.accounts set is_active = true, roles = '{window_clerk}' where account_id = 603",
      ALONE,
    ],
    [
      "takes an approval back, to remove the account",
      "update accounts.accounts set is_approved = false where account_id = 601",
      ALONE,
    ],
    ["gives a code", "select accounts.issue_code('500', 601, 'x')", POLICY],
    [
      "gives a code without the function",
      "insert into accounts.activation_codes (account_id, code_hash) values (601, 'x')",
      POLICY,
    ],
    [
      "enters a certificate of nobody's",
      "select accounts.record_certificate('500', 601, 'personal-data-protection', '2026-01-01', '2030-01-01')",
      POLICY,
    ],
    [
      "enters a certificate in another's name",
      `insert into accounts.certificates (account_id, course, valid_from, valid_until, recorded_by)
        values (601, 'personal-data-protection', '2026-01-01', '2030-01-01', '510')`,
      POLICY,
    ],
  ])("never %s", async (_what, statement, words) => {
    const before = await everything();
    await expect(alone(statement)).rejects.toThrow(words);
    expect(await everything()).toEqual(before);
  });

  test("takes away, and gives what opens nothing", async () => {
    await alone("select accounts.set_active('500', 601, false)");
    await alone("select accounts.set_roles('500', 601, '{}')");
    await alone("select accounts.set_roles('500', 602, '{analyst,standards_drafter}')");
    await alone("select accounts.set_active('500', 602, false)");
    await alone("select accounts.set_active('500', 602, true)");
    const rows = await hub.sql`select account_id::text as id, roles, is_active as open from accounts.accounts
      where account_id in (601, 602) order by 1`;
    expect([...rows]).toEqual([
      { id: "601", roles: [], open: false },
      { id: "602", roles: ["analyst", "standards_drafter"], open: true },
    ]);
  });

  test("is not the host", async () => {
    await expect(
      transaction(async (sql, as) => {
        await as("host");
        await ask(sql, "CODE", "601", null, "host");
      }),
    ).rejects.toThrow(POLICY);
    await expect(
      transaction(async (sql, as) => {
        await as("500");
        const id = await ask(sql, "CODE", "601", null);
        await as("host");
        await grant(sql, id, "host");
      }),
    ).rejects.toThrow("another hand");
    await expect(
      transaction(async (sql) => {
        const [made] = await sql<
          { asked: string }[]
        >`select asked from accounts.request_accounts('500', ${given()}::text::jsonb)`;
        await sql`select accounts.decide_request('host', ${made?.asked ?? ""}, true, '{}')`;
      }),
    ).rejects.toThrow("another hand");
  });
});

describe("two administrators, straight at the database", () => {
  /** What two names may, and nothing more: each in a transaction in which the second has granted it. */
  const granted = (kind: string, about: string, roles: string[] | null, then: (sql: ISql) => Promise<unknown>) =>
    transaction(async (sql, as) => {
      await as("500");
      const id = await ask(sql, kind, about, roles);
      await as("510");
      await grant(sql, id, "510");
      await then(sql);
    });
  const setRoles =
    (roles: string, about = "601") =>
    (sql: ISql) =>
      sql.unsafe(`update accounts.accounts set roles = '${roles}' where account_id = ${about}`);

  test("do what was asked for, and leave their names and the time by the database's clock", async () => {
    await granted("ROLES", "601", ["centre_head"], setRoles("{centre_head}"));
    const [row] = await hub.sql`select roles from accounts.accounts where account_id = 601`;
    expect(row).toEqual({ roles: ["centre_head"] });
    expect(await hub.sql`select maker from accounts.account_makers where account = '601' order by 1`).toEqual([
      { maker: "500" },
      { maker: "510" },
    ]);
    const [request] =
      await hub.sql`select decided_at > now() - interval '1 minute' as recent from accounts.account_requests`;
    expect(request).toEqual({ recent: true });
  });

  test("do nothing else by it", async () => {
    await expect(granted("ROLES", "601", ["village_worker"], setRoles("{centre_head}"))).rejects.toThrow(ALONE);
    await expect(granted("ROLES", "602", ["centre_head"], setRoles("{centre_head}"))).rejects.toThrow(ALONE);
    await expect(granted("REOPEN", "601", ["centre_head"], setRoles("{centre_head}"))).rejects.toThrow(ALONE);
    const code = (sql: ISql) => sql`insert into accounts.activation_codes (account_id, code_hash) values (601, 'x')`;
    await expect(granted("ROLES", "601", ["centre_head"], code)).rejects.toThrow(POLICY);
    await expect(granted("CODE", "602", null, code)).rejects.toThrow(POLICY);
  });

  test("grant once: what was granted yesterday gives nothing today", async () => {
    await granted("ROLES", "601", ["centre_head"], setRoles("{centre_head}"));
    await alone("select accounts.set_roles('500', 601, '{}')");
    await expect(alone("select accounts.set_roles('500', 601, '{centre_head}')")).rejects.toThrow(ALONE);
  });

  test("are one hand where one made the other, whatever time is written down", async () => {
    await hub.sql`insert into accounts.account_makers (account, maker) values ('510', '500')`;
    await expect(granted("ROLES", "601", ["centre_head"], setRoles("{centre_head}"))).rejects.toThrow("another hand");
    await expect(
      alone("update accounts.account_makers set since = now() - interval '40 days' where account = '510'"),
    ).rejects.toThrow(POLICY);
    await expect(alone("delete from accounts.account_makers")).rejects.toThrow("permission denied");
  });

  test("approve no account that somebody put under another's request", async () => {
    await expect(
      transaction(async (sql, as) => {
        const [made] = await sql<
          { asked: string }[]
        >`select asked from accounts.request_accounts('500', ${given()}::text::jsonb)`;
        const asked = made?.asked ?? "";
        await as("520");
        await sql`insert into accounts.accounts (account_id, username, display_name, area_code, areas, roles, is_active,
            is_approved, request_id, created_by)
          values (700, 'u2', 'd', '320105006', '{320105006}', '{centre_head}', true, false, ${asked}, '520')`;
        await sql`select accounts.decide_request('510', ${asked}, true, '{}')`;
      }),
    ).rejects.toThrow(ALONE);
  });

  test("leave the names of who made an account that was put under a request after its grant", async () => {
    await transaction(async (sql, as) => {
      const [made] = await sql<
        { asked: string }[]
      >`select asked from accounts.request_accounts('500', ${given()}::text::jsonb)`;
      const asked = made?.asked ?? "";
      await as("510");
      await grant(sql, asked, "510");
      await as("500");
      await sql`insert into accounts.accounts (account_id, username, display_name, area_code, areas, roles, is_active,
          is_approved, request_id, created_by)
        values (700, 'u2', 'd', '320105006', '{320105006}', '{centre_head}', true, false, ${asked}, '500')`;
      await sql`update accounts.accounts set is_approved = true where account_id = 700`;
    });
    expect(await hub.sql`select maker from accounts.account_makers where account = '700' order by 1`).toEqual([
      { maker: "500" },
      { maker: "510" },
    ]);
  });

  test("certify whom neither asked for", async () => {
    const certificate = (by: string) =>
      alone(
        `insert into accounts.certificates (account_id, course, valid_from, valid_until, recorded_by)
          values (601, 'personal-data-protection', '2026-01-01', '2030-01-01', '${by}')`,
        by,
      );
    await granted("ROLES", "601", ["centre_head"], setRoles("{centre_head}"));
    await expect(certificate("500")).rejects.toThrow(POLICY);
    await expect(certificate("host")).rejects.toThrow(POLICY);
    await certificate("520");
  });
});

test("the database's list of roles that open nothing is what roles.yaml says", async () => {
  const rules = loadRoles();
  for (const role of rules.names) {
    const [row] = await hub.sql`select accounts.open_nothing(${[role]}) as nothing`;
    // Whom nobody administers needs no second person: is_administered() refuses it altogether.
    expect({ role, ...row }).toEqual({ role, nothing: !rules.opensMore(role) && role !== "integrator" });
  }
});

async function everything(): Promise<Row[][]> {
  return Promise.all([
    hub.sql`select account_id, roles, is_active, is_approved from accounts.accounts order by 1`,
    hub.sql`select account_id from accounts.activation_codes`,
    hub.sql`select account_id, course from accounts.certificates`,
  ]);
}
