import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { account } from "../support/rows/accounts.ts";
import { runs } from "../support/runs.ts";

const hub: TestHub = await openHub({ overHttp: true, signingIn: {} });
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.sql`truncate accounts.accounts, accounts.activation_codes, accounts.certificates,
    accounts.account_requests, accounts.account_makers`;
  for (const id of ["500", "510", "520"]) await admin(id);
});

const admin = (id: string, areas: [string] = ["32"]) =>
  account(hub.sql, { id, username: `admin${id}`, roles: ["account_admin"], areas });
const by = (sub: string, areas = ["32"]) => ({ sub, roles: ["account_admin"], areas, purpose: null });
type Payload = Record<string, unknown> & { errors: { code: string }[] };

async function change(mutation: string, variables: Record<string, unknown>, who: object): Promise<Payload> {
  const reply = await hub.ask({ query: mutation, variables, ...who });
  expect(reply.errors).toEqual([]);
  return Object.values(reply.data ?? {})[0] as Payload;
}
const codesOf = ({ errors }: Payload) => errors.map(({ code }) => code);

const CREATE = `mutation ($input: CreateAccountInput!) { createAccount(input: $input) { account { id } requestId errors { code } } }`;
const IMPORT = `mutation ($rows: [AccountRowInput!]!) { importAccounts(input: { rows: $rows }) { requestId imported } }`;
const on = (mutation: string) =>
  `mutation ($id: ID!) { ${mutation}(input: { id: $id }) { requestId errors { code } } }`;
const SET_ROLES = `mutation ($id: ID!, $roles: [String!]!) {
  setAccountRoles(input: { id: $id, roles: $roles }) { account { roles } requestId errors { code } } }`;
const APPROVE = `mutation ($id: ID!) { approveAccountRequest(input: { id: $id }) {
  accounts { id state } activationCodes { username code } errors { code } } }`;
const REJECT = `mutation ($id: ID!) { rejectAccountRequest(input: { id: $id }) { errors { code } } }`;
const CERTIFY = `mutation ($id: ID!) { recordCertificate(input: { accountId: $id, course: "personal-data-protection",
  startsOn: "2026-01-01", endsOn: "2030-12-31" }) { errors { code } } }`;

const ask = (username: string, asker: string, more: object = {}) =>
  change(
    CREATE,
    { input: { username, displayName: "新人", roles: ["window_clerk"], areas: ["320105006"], ...more } },
    by(asker),
  );
const approve = (id: unknown, approver: string, areas?: string[]) => change(APPROVE, { id }, by(approver, areas));

/** An account asked for by one and approved by another; its id. */
async function make(username: string, asker: string, approver: string, more: object = {}): Promise<string> {
  const { requestId, account: made } = await ask(username, asker, more);
  expect(codesOf(await approve(requestId, approver))).toEqual([]);
  return (made as { id: string }).id;
}

describe("a code", () => {
  test("is never shown to who asked, whatever was asked", async () => {
    await account(hub.sql, { id: "601" });
    const asked = [
      await ask("xinren", "500"),
      await change(on("issueActivationCode"), { id: "601" }, by("500")),
      await change(
        IMPORT,
        { rows: [{ username: "one", displayName: "一", roles: ["window_clerk"], areas: ["320105006"] }] },
        by("500"),
      ),
    ];
    for (const { requestId } of asked) {
      expect(codesOf(await approve(requestId, "500"))).toEqual(["OWN_REQUEST"]);
      const approved = await approve(requestId, "510");
      expect([codesOf(approved), (approved["activationCodes"] as unknown[]).length]).toEqual([[], 1]);
      // Once, and to one.
      expect(codesOf(await approve(requestId, "520"))).toEqual(["REQUEST_DECIDED"]);
    }
  });

  test("is shown to nobody whose areas do not hold all accounts of the request", async () => {
    await admin("530", ["3201"]);
    const rows = ["320105006", "320205105"].map((area, at) => ({
      username: `u${at}x`,
      displayName: "名",
      roles: ["window_clerk"],
      areas: [area],
    }));
    const { requestId } = await change(IMPORT, { rows }, by("500"));
    expect(codesOf(await approve(requestId, "530", ["3201"]))).toEqual(["NOT_FOUND"]);
    expect(codesOf(await approve(requestId, "510"))).toEqual([]);
  });

  test("of an equal is shown to no equal", async () => {
    const { requestId } = await ask("lower", "500", { roles: ["account_admin"], areas: ["3201"] });
    await admin("530", ["3201"]);
    expect(codesOf(await approve(requestId, "530", ["3201"]))).toEqual(["ROLE_NOT_GRANTED"]);
  });

  test("comes of no request that has lapsed", async () => {
    const { requestId } = await ask("xinren", "500");
    await hub.sql`update accounts.account_requests set lapses_at = now() - interval '1 second'`;
    expect(codesOf(await approve(requestId, "510"))).toEqual(["REQUEST_LAPSED"]);
    expect(codesOf(await change(REJECT, { id: requestId }, by("510")))).toEqual([]);
  });

  test.each(["x", "00000000-0000-4000-8000-000000000000"])("comes of no request %s", async (id) => {
    expect(codesOf(await approve(id, "510"))).toEqual(["NOT_FOUND"]);
  });
});

describe("a request", () => {
  test("that is ended frees the usernames, and is taken back by who asked", async () => {
    const { requestId } = await ask("xinren", "500");
    expect(codesOf(await ask("xinren", "510"))).toEqual(["USERNAME_TAKEN"]);
    expect(codesOf(await change(REJECT, { id: requestId }, by("500")))).toEqual([]);
    const again = await ask("xinren", "510");
    expect(codesOf(again)).toEqual([]);
  });

  test("keeps its account out of every change until it is approved", async () => {
    const { account: made } = await ask("xinren", "500");
    const { id } = made as { id: string };
    for (const mutation of ["issueActivationCode", "reopenAccount"]) {
      expect(codesOf(await change(on(mutation), { id }, by("510")))).toEqual(["NOT_APPROVED"]);
    }
  });

  test("lists what waits, with who asked and whether the viewer may approve", async () => {
    await ask("xinren", "500");
    const read = async (who: object) => {
      const query = `{ accountRequests { edges { node { kind canApprove askedBy { username } accounts { username state } } } } }`;
      const { data } = await hub.ask({ query, ...who });
      return (data?.["accountRequests"] as { edges: { node: unknown }[] }).edges.map(({ node }) => node);
    };
    const node = {
      kind: "CREATE",
      askedBy: { username: "admin500" },
      accounts: [{ username: "xinren", state: "REQUESTED" }],
    };
    expect(await read(by("500"))).toEqual([{ ...node, canApprove: false }]);
    expect(await read(by("510"))).toEqual([{ ...node, canApprove: true }]);
    expect(await read(by("510", ["3202"]))).toEqual([]);
  });
});

describe("roles", () => {
  test("that open more wait for a second administrator, and others do not", async () => {
    await account(hub.sql, { id: "601", roles: ["window_clerk", "village_worker"] });
    const fewer = await change(SET_ROLES, { id: "601", roles: ["window_clerk"] }, by("500"));
    expect(fewer).toMatchObject({ account: { roles: ["window_clerk"] }, requestId: null });
    const more = await change(SET_ROLES, { id: "601", roles: ["centre_head"] }, by("500"));
    expect(more).toMatchObject({ account: { roles: ["window_clerk"] }, errors: [] });
    expect(codesOf(await approve(more["requestId"], "500"))).toEqual(["OWN_REQUEST"]);
    const approved = await approve(more["requestId"], "510");
    expect(approved).toMatchObject({ errors: [], activationCodes: [] });
    const [row] = await hub.sql`select roles, rights_version from accounts.accounts where account_id = 601`;
    expect(row).toEqual({ roles: ["centre_head"], rights_version: 3 });
  });

  test("of a closed account come back with a second administrator only", async () => {
    await account(hub.sql, { id: "601", isActive: false });
    const { requestId } = await change(on("reopenAccount"), { id: "601" }, by("500"));
    const isActive = async () =>
      (await hub.sql`select is_active from accounts.accounts where account_id = 601`)[0]?.["is_active"] as boolean;
    expect(await isActive()).toBe(false);
    expect(codesOf(await approve(requestId, "510"))).toEqual([]);
    expect(await isActive()).toBe(true);
  });
});

describe("one administrator", () => {
  test("is not two by an administrator they made, nor by one whom that one made", async () => {
    // 510 sees the code of the new administrator, and may be both.
    const b = await make("adminb", "500", "510", { roles: ["account_admin"], areas: ["3201"] });
    const c = await make("adminc", "520", "510", { roles: ["account_admin"], areas: ["3201"] });
    const ofArea = (sub: string) => by(sub, ["3201"]);
    const wanted = { username: "xinren", displayName: "新人", roles: ["window_clerk"], areas: ["320105006"] };
    for (const asker of ["500", "510", c]) {
      const who = asker === c ? ofArea(asker) : by(asker);
      const { requestId } = await change(CREATE, { input: wanted }, who);
      expect(codesOf(await approve(requestId, b, ["3201"]))).toEqual(["ONE_HAND"]);
      await change(REJECT, { id: requestId }, who);
    }
    // What 520 asks for, 500 may approve: neither made the other.
    const { requestId } = await ask("xinren", "520");
    expect(codesOf(await approve(requestId, "500"))).toEqual([]);
  });

  test("may be two after 30 days, when the holders would have noticed", async () => {
    const b = await make("adminb", "500", "510", { roles: ["account_admin"], areas: ["3201"] });
    const { requestId } = await ask("xinren", "510");
    expect(codesOf(await approve(requestId, b, ["3201"]))).toEqual(["ONE_HAND"]);
    await hub.sql`update accounts.account_makers set since = now() - interval '30 days 1 second'`;
    expect(codesOf(await approve(requestId, b, ["3201"]))).toEqual([]);
  });

  test("does not enter the certificate of who they asked for, and another does", async () => {
    const head = await make("head", "500", "510", { roles: ["centre_head"] });
    expect(codesOf(await change(CERTIFY, { id: head }, by("500")))).toEqual(["ONE_HAND"]);
    expect(codesOf(await change(CERTIFY, { id: head }, by("510")))).toEqual([]);
    await account(hub.sql, { id: "601" });
    await change(SET_ROLES, { id: "601", roles: ["centre_head"] }, by("500"));
    expect(codesOf(await change(CERTIFY, { id: "601" }, by("500")))).toEqual(["ONE_HAND"]);
    expect(codesOf(await change(CERTIFY, { id: "601" }, by("520")))).toEqual([]);
    const [row] = await hub.sql`select recorded_by from accounts.certificates where account_id = 601`;
    expect(row).toEqual({ recorded_by: "520" });
  });

  // Whatever is made in whatever order: whoever may be the asker never approves.
  test("never approves for anybody they may be", async () => {
    const edge = fc.record({ account: fc.nat(6), maker: fc.nat(6), isOld: fc.boolean() });
    const property = fc.asyncProperty(
      fc.array(edge, { maxLength: 10 }),
      fc.nat(6),
      fc.nat(6),
      async (edges, one, other) => {
        await hub.sql`truncate accounts.account_makers`;
        const recent = edges.filter(({ account: made, maker }) => made !== maker);
        for (const { account: made, maker, isOld } of recent) {
          await hub.sql`insert into accounts.account_makers values (${String(made)}, ${String(maker)},
          now() - ${isOld ? "31 days" : "29 days"}::interval) on conflict do nothing`;
        }
        const kept = new Map<string, boolean>();
        for (const { account: made, maker, isOld } of recent) {
          if (!kept.has(`${made} ${maker}`)) kept.set(`${made} ${maker}`, !isOld);
        }
        const hands = (start: number) => {
          const found = new Set([start]);
          for (const id of found) {
            for (const { account: made, maker } of recent) {
              if (made === id && kept.get(`${made} ${maker}`) === true) found.add(maker);
            }
          }
          return found;
        };
        const expected = [...hands(one)].some((id) => hands(other).has(id));
        const [row] = await hub.sql`select accounts.are_one_hand(${String(one)}, ${String(other)}) as yes`;
        expect(row).toEqual({ yes: expected });
      },
    );
    await fc.assert(property, runs(60));
  });
});

describe("the login of the department", () => {
  test("decides nothing in another's name, whatever the department believes", async () => {
    const { requestId } = await ask("xinren", "500");
    const { default: postgres } = await import("postgres");
    const login = postgres(hub.urlFor("accounts"), { max: 1, onnotice: () => undefined });
    const as = (statement: string) =>
      login.begin(async (sql) => {
        await sql`select onedoor.set_viewer('{32}', null)`;
        return sql.unsafe(statement);
      });
    try {
      const update = (values: string) =>
        `update accounts.account_requests set ${values} where request_id = '${String(requestId)}'`;
      await expect(as(update("decided_by = '510', decided_at = now(), is_granted = true"))).rejects.toThrow(
        "row-level security",
      );
      await expect(as(update("asked_by = '510'"))).rejects.toThrow("permission denied");
      await expect(
        as(
          `select set_config('onedoor.acting_account', '500', true); ${update("decided_by = '500', decided_at = now(), is_granted = true")}`,
        ),
      ).rejects.toThrow("another hand");
    } finally {
      await login.end();
    }
  });
});
