import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { account } from "../support/rows/accounts.ts";
import { allRoles } from "../support/sdl-rules.ts";

const hub: TestHub = await openHub({ overHttp: true, signingIn: {} });
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.sql`truncate accounts.accounts, accounts.activation_codes, accounts.certificates, accounts.tries,
    accounts.account_requests, accounts.account_makers`;
  await account(hub.sql, {
    id: "500",
    username: "guanli",
    displayName: "管理",
    roles: ["account_admin"],
    areas: ["3201"],
  });
});

// Of the province, so that it approves what the first asks for.
beforeEach(() => account(hub.sql, { id: "510", username: "fuhe", roles: ["account_admin"], areas: ["32"] }));

const second = { sub: "510", roles: ["account_admin"], areas: ["32"], purpose: null };
const admin = { sub: "500", roles: ["account_admin"], areas: ["3201"], purpose: null };
type Payload = Record<string, unknown> & { errors: { code: string; path: string[] }[] };

async function change(mutation: string, variables: Record<string, unknown>, by: object = admin): Promise<Payload> {
  const reply = await hub.ask({ query: mutation, variables, ...by });
  expect(reply.errors).toEqual([]);
  return Object.values(reply.data ?? {})[0] as Payload;
}

const CREATE = `mutation ($input: CreateAccountInput!) {
  createAccount(input: $input) { account { id username state roles areas } requestId errors { code message path } } }`;
const APPROVE = `mutation ($id: ID!) { approveAccountRequest(input: { id: $id }) {
  accounts { username state } activationCodes { username code } errors { code path } } }`;
const approve = (id: unknown) => change(APPROVE, { id }, second);
const codeIn = (payload: Payload) => (payload["activationCodes"] as { code: string }[])[0]?.code ?? "";
const SET_ROLES = `mutation ($id: ID!, $roles: [String!]!) {
  setAccountRoles(input: { id: $id, roles: $roles }) { account { id roles } errors { code path } } }`;
const onAccount = (mutation: string) =>
  `mutation ($id: ID!) { ${mutation}(input: { id: $id }) { errors { code path } } }`;
const wanted = (more: object = {}) => ({
  input: { username: "xinren", displayName: "新人", roles: ["window_clerk"], areas: ["320105006"], ...more },
});
const codesOf = ({ errors }: Payload) => errors.map(({ code }) => code);

describe("Mutation.createAccount", () => {
  test("takes areas with the zeros of the national standard for what they mean", async () => {
    const { account: made, errors } = await change(CREATE, wanted({ areas: ["320105000000", "320106"] }));
    expect({ made, errors }).toMatchObject({ made: { areas: ["320105", "320106"] }, errors: [] });
  });

  test("asks for an account, whose code is shown to who approves it and opens it once", async () => {
    const { account: made, requestId, errors } = await change(CREATE, wanted());
    expect({ made, errors }).toMatchObject({
      made: { username: "xinren", state: "REQUESTED", roles: ["window_clerk"], areas: ["320105006"] },
      errors: [],
    });
    expect(await hub.sql`select * from accounts.activation_codes`).toEqual([]);
    const approved = await approve(requestId);
    expect(approved).toMatchObject({ accounts: [{ username: "xinren", state: "INVITED" }], errors: [] });
    const activationCode = codeIn(approved);
    expect(activationCode).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
    const [stored] = await hub.sql`select * from accounts.activation_codes`;
    expect(JSON.stringify(stored)).not.toContain(activationCode);
    const page = openPage(hub.url);
    const typed = activationCode.toLowerCase().replaceAll("-", " ");
    const activate = (code: string, password = "correct horse battery") =>
      page.post("/auth/activate", { username: "xinren", code, password });
    expect((await activate(typed, "xinren-xinren-12345")).body).toMatchObject({ code: "WEAK_PASSWORD" });
    expect((await activate("AAAA-BBBB-CCCC")).body).toMatchObject({ code: "WRONG_CODE" });
    expect((await activate(typed)).status).toBe(200);
    expect((await page.post("/auth/token", {})).body).toMatchObject({ account: { username: "xinren" } });
    expect((await activate(typed)).body).toMatchObject({ code: "WRONG_CODE" });
  });

  test.each([
    ["a role that is not there", { roles: ["king"] }, ["UNKNOWN_ROLE"]],
    ["no role", { roles: [] }, ["UNKNOWN_ROLE"]],
    ["four roles", { roles: ["window_clerk", "village_worker", "grid_worker", "analyst"] }, ["TOO_MANY_ROLES"]],
    ["a role twice", { roles: ["window_clerk", "window_clerk"] }, ["TOO_MANY_ROLES"]],
    ["a role that judges beside one that asks", { roles: ["centre_head", "village_worker"] }, ["ROLE_CONFLICT"]],
    [
      "the role of an administrator beside one that sees people",
      { roles: ["account_admin", "window_clerk"] },
      ["ROLE_CONFLICT"],
    ],
    ["roles in conflict", { roles: ["standards_drafter", "standards_reviewer"] }, ["ROLE_CONFLICT"]],
    ["an area elsewhere", { areas: ["320205105"] }, ["OUTSIDE_AREA"]],
    ["one area of two elsewhere", { areas: ["320105006", "3202"] }, ["OUTSIDE_AREA"]],
    ["a larger area", { areas: ["32"] }, ["OUTSIDE_AREA"]],
    ["an area that is none", { areas: ["3201050"] }, ["INVALID_AREA"]],
    ["an area of a province that is none", { areas: ["990105"] }, ["INVALID_AREA"]],
    ["a county of no city", { areas: ["320005"] }, ["INVALID_AREA"]],
    ["a village of no township", { areas: ["320105000001"] }, ["INVALID_AREA"]],
    ["an area twice, once with its zeros", { areas: ["320105", "320105000"] }, ["INVALID_AREA"]],
    ["no area", { areas: [] }, ["INVALID_AREA"]],
    ["an officer of no department", { roles: ["department_officer"] }, ["WRONG_DEPARTMENT"]],
    [
      "an officer of a department that is not there",
      { roles: ["department_officer"], department: "x" },
      ["WRONG_DEPARTMENT"],
    ],
    [
      "an officer of Audit, who would be an auditor",
      { roles: ["department_officer"], department: "audit" },
      ["WRONG_DEPARTMENT"],
    ],
    ["a clerk with a department", { department: "civil-affairs" }, ["WRONG_DEPARTMENT"]],
    ["a formula for a name", { displayName: "=cmd()" }, ["INVALID_NAME"]],
    ["a name with a line break", { displayName: "新\n人" }, ["INVALID_NAME"]],
    ["a username with capitals", { username: "Xinren" }, ["INVALID_USERNAME"]],
    ["a username that is taken", { username: "guanli" }, ["USERNAME_TAKEN"]],
  ])("makes none with %s", async (_what, more, codes) => {
    const payload = await change(CREATE, wanted(more));
    expect([payload["account"], payload["requestId"], codesOf(payload)]).toEqual([null, null, codes]);
    const [count] = await hub.sql`select count(*)::int as n from accounts.accounts`;
    expect(count).toEqual({ n: 2 });
  });

  test("makes none with a name that no text can hold", async () => {
    for (const more of [{ username: "xin\0ren" }, { displayName: "新\ud800人" }]) {
      const reply = await hub.ask({ query: CREATE, variables: wanted(more), ...admin });
      expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
    }
    const [count] = await hub.sql`select count(*)::int as n from accounts.accounts`;
    expect(count).toEqual({ n: 2 });
  });

  test("gives no role of those who watch over administrators, and nobody an equal", async () => {
    const granted = [];
    for (const role of allRoles) {
      const department = role === "department_officer" ? "civil-affairs" : null;
      const name = `of-${role.replaceAll("_", "-")}`;
      const payload = await change(CREATE, wanted({ username: name, roles: [role], areas: ["3201"], department }));
      if (payload.errors.length === 0) granted.push(role);
      else expect(codesOf(payload)).toEqual(["ROLE_NOT_GRANTED"]);
    }
    expect(granted.sort()).toEqual([
      "analyst",
      "centre_head",
      "department_officer",
      "grid_worker",
      "standards_drafter",
      "standards_reviewer",
      "village_worker",
      "window_clerk",
    ]);
    const smaller = await change(CREATE, wanted({ roles: ["account_admin"], areas: ["320105"] }));
    expect(smaller.errors).toEqual([]);
  });
});

describe("changing an account", () => {
  const changes = [
    [
      `mutation ($id: ID!) { recordCertificate(input: { accountId: $id, course: "x-y", startsOn: "2026-01-01",
        endsOn: "2026-12-31" }) { errors { code path } } }`,
      {},
    ],
    [SET_ROLES, { roles: ["analyst"] }],
    [onAccount("issueActivationCode"), {}],
    [onAccount("closeAccount"), {}],
    [onAccount("reopenAccount"), {}],
  ] as const;
  const tryAll = async (id: string, by: object = admin) => {
    const codes = [];
    for (const [mutation, more] of changes) codes.push(...codesOf(await change(mutation, { id, ...more }, by)));
    return codes;
  };
  const five = (code: string) => Array.from({ length: 5 }, () => code);

  test("is for accounts in the own areas", async () => {
    await account(hub.sql, { id: "601", areas: ["320105006"] });
    expect(await tryAll("601")).toEqual([]);
  });

  test("is never for the own account", async () => {
    expect(await tryAll("500")).toEqual(five("OWN_ACCOUNT"));
    expect(await tryAll("500", { ...admin, areas: ["32"] })).toEqual(five("OWN_ACCOUNT"));
  });

  test("is not for an account with one area elsewhere, though it be seen", async () => {
    await account(hub.sql, { id: "601", areas: ["320105006", "3202"] });
    expect(await tryAll("601")).toEqual(five("OUTSIDE_AREA"));
  });

  test("is not for auditors, systems and equals", async () => {
    await account(hub.sql, { id: "601", roles: ["auditor"] });
    await account(hub.sql, { id: "603", roles: ["integrator"] });
    await account(hub.sql, { id: "604", roles: ["account_admin"], areas: ["3201"] });
    await account(hub.sql, { id: "606", roles: ["analyst"], department: "audit" });
    for (const id of ["601", "603", "604", "606"]) expect(await tryAll(id)).toEqual(five("NOT_ADMINISTERED"));
  });

  test("tells a hidden account from a missing one by nothing", async () => {
    await account(hub.sql, { id: "601", areas: ["320205105"] });
    await account(hub.sql, { id: "602", roles: ["resident"], residentId: "1001" });
    await account(hub.sql, { id: "605", roles: ["analyst"], residentId: "1001" });
    for (const id of ["601", "602", "605", "999", "x", "9".repeat(30)])
      expect(await tryAll(id)).toEqual(five("NOT_FOUND"));
  });

  test("is refused by the database as well, whatever the department believes", async () => {
    await account(hub.sql, { id: "601", areas: ["320205105"] });
    await account(hub.sql, { id: "602", roles: ["auditor"] });
    const { default: postgres } = await import("postgres");
    const login = postgres(hub.urlFor("accounts"), { max: 1, onnotice: () => undefined });
    const as = (statement: string) =>
      login.begin(async (sql) => {
        await sql`select onedoor.set_viewer('{3201}', null)`;
        const [row] = await sql.unsafe(statement);
        return row;
      });
    try {
      for (const id of ["500", "601", "602"]) {
        expect(await as(`select accounts.set_roles('500', ${id}, '{analyst}') as ok`)).toEqual({ ok: false });
        expect(await as(`select accounts.set_active('500', ${id}, false) as ok`)).toEqual({ ok: false });
        expect(await as(`select accounts.issue_code('500', ${id}, 'x') as ok`)).toEqual({ ok: false });
      }
      const given = (row: object) =>
        `select * from accounts.create_accounts('500', '${JSON.stringify([{ place: 0, username: "u", display_name: "d", code_hash: "x", ...row }])}')`;
      for (const row of [
        { areas: ["3202"], roles: ["analyst"] },
        { areas: ["320105", "3202"], roles: ["analyst"] },
        { areas: ["320105"], roles: ["auditor"] },
        { areas: ["3201"], roles: ["account_admin"] },
        { areas: [], roles: ["analyst"] },
        { areas: ["320105"], roles: ["department_officer"], department: "audit" },
      ]) {
        await expect(as(given(row))).rejects.toThrow("row-level security");
      }
      // Nor is one that is the administrator's to ask for: it waits for another.
      await expect(as(given({ areas: ["320105"], roles: ["account_admin"] }))).rejects.toThrow("row-level security");
    } finally {
      await login.end();
    }
  });

  test("is refused whole to whoever only reads accounts", async () => {
    await account(hub.sql, { id: "601" });
    for (const role of allRoles.filter((one) => one !== "account_admin")) {
      const reply = await hub.ask({
        query: onAccount("closeAccount"),
        variables: { id: "601" },
        roles: [role],
        areas: ["3201"],
        department: "accounts",
        purpose: null,
      });
      expect([reply.data, reply.errors[0]?.extensions.code]).toEqual([null, "UNAUTHORIZED_FIELD_OR_TYPE"]);
    }
  });

  test("is entered in the access record, also when it was refused", async () => {
    const [before] = await hub.sql`select count(*)::int as n from audit.access_records where kind = 'ACCOUNT_CHANGE'`;
    await change(onAccount("closeAccount"), { id: "500" });
    const [after] = await hub.sql`select count(*)::int as n from audit.access_records where kind = 'ACCOUNT_CHANGE'`;
    expect(after?.["n"]).toBe(Number(before?.["n"]) + 1);
  });
});

describe("Mutation.issueActivationCode", () => {
  test("makes the codes before it worthless, and is nothing for a closed account", async () => {
    await account(hub.sql, { id: "601", username: "wangjia" });
    const issue = `mutation { issueActivationCode(input: { id: "601" }) { requestId errors { code } } }`;
    const codes: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      const { requestId } = await change(issue, {});
      expect(codesOf(await change(issue, {}))).toEqual(["REQUEST_OPEN"]);
      codes.push(codeIn(await approve(requestId)));
    }
    const activate = (code: unknown) =>
      openPage(hub.url).post("/auth/activate", { username: "wangjia", code, password: "correct horse battery" });
    expect((await activate(codes[0])).status).toBe(401);
    expect((await activate(codes[1])).status).toBe(200);
    await change(onAccount("closeAccount"), { id: "601" });
    expect(codesOf(await change(issue, {}))).toEqual(["CLOSED"]);
  });

  test("gives a code that nobody guesses and that does not last", async () => {
    await account(hub.sql, { id: "601", username: "wangjia" });
    const issue = `mutation { issueActivationCode(input: { id: "601" }) { requestId errors { code } } }`;
    const { requestId } = await change(issue, {});
    const activationCode = codeIn(await approve(requestId));
    const page = openPage(hub.url);
    const activate = (code: unknown, username = "wangjia") =>
      page.post("/auth/activate", { username, code, password: "correct horse battery" });
    const [known, unknown] = [await activate("AAAA-AAAA-AAAA"), await activate("AAAA-AAAA-AAAA", "nobody")];
    expect(unknown.text).toBe(known.text);
    for (let count = 2; count <= 5; count += 1) expect((await activate("AAAA-AAAA-AAAA")).status).toBe(401);
    expect((await activate(activationCode)).status).toBe(429);
    await hub.sql`truncate accounts.tries`;
    await hub.sql`update accounts.activation_codes set expires_at = now() - interval '1 second'`;
    expect((await activate(activationCode)).body).toMatchObject({ code: "WRONG_CODE" });
  });
});
