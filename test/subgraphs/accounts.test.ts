import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { findAccountToSignIn } from "../../subgraphs/index.ts";
import { openDatabase } from "../../subgraphs/shared/database.ts";
import { openHub, type Reply, type TestHub } from "../support/hub.ts";
import { badPages, garbageIds, readPages } from "../support/pages.ts";
import { account } from "../support/rows/accounts.ts";
import { runs } from "../support/runs.ts";

const hub: TestHub = await openHub({ overHttp: true });
const admin = { roles: ["account_admin"], areas: ["3201"], purpose: null };

beforeEach(async () => {
  await hub.sql`truncate accounts.accounts`;
});
afterAll(() => hub.close());

describe("Query.me", () => {
  const FIELDS = "id username displayName roles areas department isActive";
  const me = (sub: string, areas = ["320105006"]) =>
    hub.ask({ query: `{ me { ${FIELDS} } }`, sub, areas, purpose: null });

  test("gives the account of the token", async () => {
    await account(hub.sql, { id: "501", username: "wangjia", displayName: "王佳", areas: ["320105006", "3202"] });
    await account(hub.sql, { id: "502" });
    expect((await me("501")).data).toEqual({
      me: {
        id: "501",
        username: "wangjia",
        displayName: "王佳",
        roles: ["window_clerk"],
        areas: ["320105006", "3202"],
        department: null,
        isActive: true,
      },
    });
  });

  test("holds lists and names with any character as they are kept", async () => {
    const roles = [`a"b`, "c,d", "{e}", "\\", ""];
    await account(hub.sql, { id: "501", displayName: `王"佳\\,{}`, roles, department: "audit", isActive: false });
    expect((await me("501")).data).toMatchObject({
      me: { displayName: `王"佳\\,{}`, roles, department: "audit", isActive: false },
    });
  });

  test("is null for a token that belongs to no account", async () => {
    await account(hub.sql, { id: "501" });
    for (const sub of ["502", "https://issuer.test/users/1", ...garbageIds.filter((id) => id !== "")]) {
      const reply = await me(sub);
      expect(reply.data).toEqual({ me: null });
      expect(reply.errors).toEqual([]);
    }
  });
});

describe("Query.account", () => {
  const find = (username: string) =>
    hub.ask({ query: `query ($u: String!) { account(username: $u) { id } }`, variables: { u: username }, ...admin });

  test("gives the account with the username, exactly", async () => {
    await account(hub.sql, { id: "501", username: "wangjia" });
    await account(hub.sql, { id: "502", username: "wangjia2" });
    expect((await find("wangjia")).data).toEqual({ account: { id: "501" } });
    for (const username of ["WANGJIA", "wangji", "wangjia ", "%", "", "wangjia' or '1'='1", "{wangjia}", `"wangjia"`]) {
      expect((await find(username)).data).toEqual({ account: null });
    }
  });

  test("answers hidden and missing with the same bytes", async () => {
    await account(hub.sql, { id: "501", username: "elsewhere", areas: ["320205105"] });
    const hidden = await find("elsewhere");
    expect(hidden.data).toEqual({ account: null });
    expect(hidden.text).toBe((await find("nowherese")).text);
  });

  // The username travels inside an array of PostgreSQL, whose marks it may hold.
  test("finds whatever the username is made of", async () => {
    const marks = ["a", "b", "'", '"', "\\", "{", "}", ",", ";", "%", " ", "\n", "王", "😀", "$1"];
    const anyName = fc.string({ minLength: 1, unit: fc.constantFrom(...marks) });
    const property = fc.asyncProperty(anyName, async (username) => {
      await hub.sql`truncate accounts.accounts`;
      await account(hub.sql, { id: "501", username });
      expect((await find(username)).data).toEqual({ account: { id: "501" } });
      expect((await find(`${username}x`)).data).toEqual({ account: null });
    });
    await fc.assert(property, runs(30));
  });

  test("takes a username with a NUL character for nobody's name", async () => {
    const reply = await find("wang\u0000jia");
    expect(reply.errors.map(({ extensions }) => extensions.code)).not.toContain("SUBGRAPH_UNAVAILABLE");
  });
});

describe("Query.accounts", () => {
  const PAGE = `query ($first: Int, $after: String) { accounts(first: $first, after: $after) {
    edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`;
  const read = (first: number, areas = admin.areas) =>
    readPages<{ id: string }>(hub, { query: PAGE, ...admin, areas }, first, ["accounts"]);
  const insertAccounts = async () => {
    // By area, and there by id as a number.
    await account(hub.sql, { id: "10", areas: ["320105006"] });
    await account(hub.sql, { id: "9", areas: ["320105006"] });
    await account(hub.sql, { id: "11", areas: ["3201"] });
    await account(hub.sql, { id: "8", areas: ["320105007", "3202"] });
    await account(hub.sql, { id: "7", areas: ["3202", "3201"] });
  };

  test.each([1, 2, 4, 5, 100])("holds those of the viewer's areas once, %i a page", async (first) => {
    await insertAccounts();
    expect((await read(first)).map(({ id }) => id)).toEqual(["11", "9", "10", "8"]);
  });

  test("goes by the first area of an account", async () => {
    await insertAccounts();
    expect((await read(5, ["3202"])).map(({ id }) => id)).toEqual(["7"]);
  });

  test("is an empty page where nobody is", async () => {
    const reply = await hub.ask({ query: PAGE, ...admin });
    expect(reply.data).toEqual({ accounts: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } } });
  });

  test.each(badPages)("is null with an error for the page %j", async (page) => {
    await insertAccounts();
    const reply = await hub.ask({ query: PAGE, variables: { ...page }, ...admin });
    expect(reply.errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["accounts"], "BAD_USER_INPUT"],
    ]);
    expect(reply.data).toEqual({ accounts: null });
  });
});

describe("the loaders", () => {
  test("read ten accounts by name with one SELECT", async () => {
    for (let at = 0; at < 10; at += 1) await account(hub.sql, { id: `50${at}`, username: `name${at}` });
    const roots = Array.from({ length: 10 }, (_, at) => `a${at}: account(username: "name${at}") { id }`).join(" ");
    let reply: Reply | undefined;
    const statements = await hub.countStatements(
      async () => (reply = await hub.ask({ query: `{ ${roots} }`, ...admin })),
    );
    expect(reply?.text.match(/"id":"50\d"/g)).toHaveLength(10);
    expect(statements).toEqual({ accounts: 1 });
  });
});

describe("findAccountToSignIn", () => {
  // One connection, so that whatever a sign-in leaves behind would be met by the next read.
  const database = openDatabase({ department: "accounts", url: hub.urlFor("accounts"), poolSize: 1 });
  afterAll(() => database.close());

  test("gives the active account with the username, wherever it is", async () => {
    await account(hub.sql, { id: "501", username: "wangjia", areas: ["320105006"] });
    await account(hub.sql, { id: "502", username: "closed", isActive: false });
    expect(await findAccountToSignIn(database, "wangjia")).toMatchObject({ id: "501", areas: ["320105006"] });
    expect(await findAccountToSignIn(database, "closed")).toBeNull();
    for (const username of ["", "nobody", "%", "wangji", "wangjia' --"]) {
      expect(await findAccountToSignIn(database, username)).toBeNull();
    }
  });

  test("opens no row for the statements after it", async () => {
    await account(hub.sql, { id: "501", username: "wangjia" });
    await findAccountToSignIn(database, "wangjia");
    const read = {
      text: "select $3::text, r.* from onedoor.set_viewer($1::text[], $2::bigint) as v(ok) left join lateral (select true, username from accounts.accounts where v.ok offset 0) as r on true",
      parameters: ["{}", null],
      keys: [],
    };
    const never = { ...read, afterClaims: read };
    expect(await database.read({ areas: [], residentId: null }, never, {})).toEqual([]);
  });
});
