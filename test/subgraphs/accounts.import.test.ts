import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { account } from "../support/rows/accounts.ts";

const hub: TestHub = await openHub({ overHttp: true });
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.sql`truncate accounts.accounts, accounts.activation_codes, accounts.account_requests`;
  await account(hub.sql, {
    id: "500",
    username: "guanli",
    displayName: "管理",
    roles: ["account_admin"],
    areas: ["3201"],
  });
});

const admin = { sub: "500", roles: ["account_admin"], areas: ["3201"], purpose: null };

describe("Mutation.importAccounts", () => {
  const IMPORT = `mutation ($rows: [AccountRowInput!]!) { importAccounts(input: { rows: $rows }) {
    imported requestId refused { row code message } } }`;
  const row = (username: string, more: object = {}) => ({
    username,
    displayName: "新人",
    roles: ["window_clerk"],
    areas: ["320105006"],
    ...more,
  });

  const importRows = async (rows: object[]) => {
    const reply = await hub.ask({ query: IMPORT, variables: { rows }, ...admin });
    expect(reply.errors).toEqual([]);
    return reply.data?.["importAccounts"];
  };

  test("makes what can be made, and names the rest by place", async () => {
    const rows = [row("one"), row("two", { areas: ["3202"] }), row("one"), row("guanli"), row("three")];
    const payload = await importRows(rows);
    expect(payload).toMatchObject({
      imported: 2,
      refused: [
        { row: 2, code: "OUTSIDE_AREA" },
        { row: 3, code: "USERNAME_TAKEN" },
        { row: 4, code: "USERNAME_TAKEN" },
      ],
    });
    const waiting = await hub.sql`
      select array_agg(username order by username) as names from accounts.accounts where not is_approved group by request_id`;
    expect(waiting).toEqual([{ names: ["one", "three"] }]);
  });

  test("takes 500 rows a call, and not one more", async () => {
    const rows = Array.from({ length: 500 }, (_, at) => row(`clerk${at}`));
    expect(await importRows(rows)).toMatchObject({ imported: 500, refused: [] });
    const [request] = await hub.sql<{ id: string }[]>`select request_id as id from accounts.account_requests`;
    await account(hub.sql, { id: "510", username: "fuhe", roles: ["account_admin"], areas: ["32"] });
    const approved = await hub.ask({
      query: `mutation ($id: ID!) { approveAccountRequest(input: { id: $id }) { activationCodes { username code } errors { code } } }`,
      variables: { id: request?.id },
      ...{ ...admin, sub: "510", areas: ["32"] },
    });
    expect(approved.data).toMatchObject({ approveAccountRequest: { errors: [] } });
    const [count] = await hub.sql`select count(distinct code_hash)::int as n from accounts.activation_codes`;
    expect(count).toEqual({ n: 500 });
    const reply = await hub.ask({ query: IMPORT, variables: { rows: [...rows, row("more")] }, ...admin });
    expect(reply.errors[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });
});

describe("AccountConnection.totalCount", () => {
  const COUNT = `query ($filter: AccountFilter, $first: Int) {
    accounts(filter: $filter, first: $first) { totalCount edges { node { id } } } }`;
  const count = async (filter: object | null, areas = ["3201"]) => {
    const reply = await hub.ask({ query: COUNT, variables: { filter, first: 1 }, ...admin, areas });
    return (reply.data?.["accounts"] as { totalCount: number } | null)?.totalCount;
  };

  test("counts what the viewer may see and the filter lets through, on all pages", async () => {
    await account(hub.sql, { id: "601", username: "wangjia", displayName: "王佳", areas: ["320105006"] });
    await account(hub.sql, { id: "602", username: "elsewhere", displayName: "别处", areas: ["3202"] });
    await account(hub.sql, {
      id: "603",
      username: "closed",
      displayName: "停用",
      isActive: false,
      areas: ["320106001"],
    });
    expect(await count(null)).toBe(3);
    expect(await count(null, ["3202"])).toBe(1);
    expect(await count(null, [])).toBe(0);
    expect(await count({ areaCode: "320105" })).toBe(1);
    expect(await count({ areaCode: "3202" })).toBe(0);
    expect(await count({ role: "account_admin" })).toBe(1);
    expect(await count({ state: "CLOSED" })).toBe(1);
    expect(await count({ text: "WANG" })).toBe(1);
    expect(await count({ text: "王" })).toBe(1);
    expect(await count({ text: "%" })).toBe(0);
    expect(await count({ text: "\0" })).toBe(0);
    expect(await count({ text: "" })).toBe(3);
  });
});
