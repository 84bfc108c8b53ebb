import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Follower, followRights } from "../../../hub/sign-in/rights-follower.ts";
import { createTokenReader } from "../../../router/viewer/token.ts";
import type { Standing } from "../../../router/viewer/trusted-issuers.ts";
import { parseRoles } from "../../../schema/roles.ts";
import { readText } from "../../repository/tree.ts";
import { until } from "../../support/browser.ts";
import { openFaultProxy } from "../../support/fault-proxy.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { createIssuer } from "../../support/issuer.ts";
import { account } from "../../support/rows/accounts.ts";

let hub: TestHub;
let follower: Follower;
beforeAll(async () => {
  hub = await openHub();
  follower = await followRights({ url: hub.urlFor("accounts-follower"), everyMs: 50 });
});
afterAll(async () => {
  await follower.close();
  await hub.close();
});

const marks = (accountId: string, rightsVersion: number, sessionId: string | null = null) => ({
  accountId,
  rightsVersion,
  sessionId,
});

describe("a token", () => {
  test("of an account whose rights have changed is over, and those made since are not", async () => {
    await account(hub.sql, { id: "501" });
    expect(follower.isOver(marks("501", 1))).toBe(false);
    await hub.sql`update accounts.accounts set roles = '{analyst}' where account_id = 501`;
    await until(async () => follower.isOver(marks("501", 1)));
    expect(follower.isOver(marks("501", 2))).toBe(false);
    expect(follower.isOver(marks("502", 1))).toBe(false);
    // Whoever made it, it does not say what it knew.
    expect(follower.isOver(marks("501", 0))).toBe(true);
  });

  test.each([
    ["areas", "areas = '{3202}'"],
    ["department", "department = 'health'"],
    ["being open", "is_active = false"],
    ["resident", "resident_id = 1001"],
  ])("is over when the %s change, in whatever way", async (_what, change) => {
    await hub.sql`truncate accounts.accounts`;
    await account(hub.sql, { id: "601" });
    await hub.sql.unsafe(`update accounts.accounts set ${change} where account_id = 601`);
    const [row] = await hub.sql`select rights_version from accounts.accounts`;
    expect(row).toEqual({ rights_version: 2 });
  });

  test("is not over when only a name changes", async () => {
    await hub.sql`truncate accounts.accounts`;
    await account(hub.sql, { id: "602" });
    await hub.sql`update accounts.accounts set display_name = '新名' where account_id = 602`;
    const [row] = await hub.sql`select rights_version, rights_changed_at from accounts.accounts`;
    expect(row).toEqual({ rights_version: 1, rights_changed_at: null });
  });

  test("of a session that has ended is over", async () => {
    const [made] = await hub.sql<{ id: string }[]>`
      insert into accounts.sessions (token_hash, account_id, expires_at)
      values ('x', 501, now() + interval '1 hour') returning session_id::text as id`;
    const session = made?.id ?? "";
    expect(follower.isOver(marks("501", 2, session))).toBe(false);
    await hub.sql`update accounts.sessions set ended_at = now() where session_id = ${session}`;
    await until(async () => follower.isOver(marks("501", 2, session)));
  });
});

describe("a change", () => {
  test.each(["+90 seconds", "-90 seconds", "+46 days", "-46 days"])(
    "is heard of while the database's clock is off by %s",
    async (step) => {
      const id = String(700 + step.length + (step.startsWith("+") ? 0 : 50));
      await hub.sql`delete from accounts.accounts where account_id = ${id}`;
      await account(hub.sql, { id });
      // As a clock that was stepped would have dated it.
      await hub.sql.begin(async (sql) => {
        await sql`update accounts.accounts set roles = '{analyst}' where account_id = ${id}`;
        await sql`update accounts.accounts set rights_changed_at = now() + ${step}::interval where account_id = ${id}`;
      });
      const [made] = await hub.sql<{ id: string }[]>`
        insert into accounts.sessions (token_hash, account_id, expires_at)
        values (${`hash ${step}`}, 501, now() + interval '1 hour') returning session_id::text as id`;
      const session = made?.id ?? "";
      await hub.sql`update accounts.sessions set ended_at = now() + ${step}::interval where session_id = ${session}`;
      await until(async () => follower.isOver(marks(id, 1)) && follower.isOver(marks("x", 1, session)));
    },
  );

  test("is heard of when its transaction ends long after others that began later", async () => {
    await account(hub.sql, { id: "801" });
    await account(hub.sql, { id: "802" });
    const { default: postgres } = await import("postgres");
    const slow = postgres(hub.adminUrl, { max: 1, onnotice: () => undefined });
    try {
      await slow.begin(async (sql) => {
        await sql`update accounts.accounts set is_active = false where account_id = 801`;
        await hub.sql`update accounts.accounts set is_active = false where account_id = 802`;
        await until(async () => follower.isOver(marks("802", 1)));
        // Looks are made meanwhile, and none sees what is not committed.
        expect(follower.isOver(marks("801", 1))).toBe(false);
      });
      await until(async () => follower.isOver(marks("801", 1)));
    } finally {
      await slow.end();
    }
  });
});

describe("a process that starts", () => {
  test("knows what changed before, whatever its clock said", async () => {
    await account(hub.sql, { id: "503" });
    await account(hub.sql, { id: "504" });
    await account(hub.sql, { id: "505" });
    await hub.sql`update accounts.accounts set is_active = false where account_id in (503, 504)`;
    await hub.sql`update accounts.accounts set rights_changed_at = now() - interval '2 hours' where account_id = 504`;
    const late = await followRights({ url: hub.urlFor("accounts-follower") });
    expect(["503", "504", "505"].map((id) => late.isOver(marks(id, 1)))).toEqual([true, true, false]);
    await late.close();
  });

  test("knows changes from before they had numbers", async () => {
    await account(hub.sql, { id: "506" });
    await hub.sql`update accounts.accounts set rights_version = 3, rights_changed_at = now() where account_id = 506`;
    await hub.sql`update accounts.accounts set rights_changed_in = null where account_id = 506`;
    const late = await followRights({ url: hub.urlFor("accounts-follower") });
    expect(late.isOver(marks("506", 2))).toBe(true);
    await late.close();
  });

  test("does not start where changes can't be read", async () => {
    await expect(followRights({ url: hub.urlFor("audit") })).rejects.toThrow("permission denied");
  });
});

describe("the login of the follower", () => {
  test("reads which rights have changed, and nothing else", async () => {
    const { default: postgres } = await import("postgres");
    const login = postgres(hub.urlFor("accounts-follower"), { max: 1, onnotice: () => undefined });
    try {
      for (const statement of [
        "select username from accounts.accounts",
        "select token_hash from accounts.sessions",
        "select * from accounts.credentials",
        "select * from accounts.activation_codes",
        "update accounts.accounts set is_active = true",
      ]) {
        await expect(login.unsafe(statement)).rejects.toMatchObject({ code: "42501" });
      }
    } finally {
      await login.end();
    }
  });
});

describe("a database that answers no more", () => {
  test("is told of, and read again once it answers", async () => {
    const address = new URL(hub.urlFor("accounts-follower"));
    const proxy = await openFaultProxy(`http://${address.host}`);
    const through = new URL(address);
    through.host = new URL(proxy.url).host;
    await proxy.close();
    await expect(followRights({ url: through.href })).rejects.toThrow();
  });

  test("lets no token of ours pass once it has been out of sight too long", async () => {
    const issuer = await createIssuer();
    let isKnown = true;
    const standing: Standing = { isKnown: () => isKnown, isOver: () => false };
    const reader = createTokenReader([{ ...issuer.trusted, standing }], parseRoles(readText("schema/roles.yaml")));
    const header = `Bearer ${await issuer.tokenFor()}`;
    expect((await reader.read(header, undefined)).id).toBe("1");
    isKnown = false;
    await expect(reader.read(header, undefined)).rejects.toMatchObject({ code: "SUBGRAPH_UNAVAILABLE" });
    isKnown = true;
    expect((await reader.read(header, undefined)).id).toBe("1");
  });
});
