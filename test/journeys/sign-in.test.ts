import { hash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashDemoPassword } from "../../hub/sign-in/sessions.ts";
import { openPage, type Page, tokenOf, until } from "../support/browser.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { account, certificate } from "../support/rows/accounts.ts";
import { registeredResident } from "../support/rows/population.ts";

const PASSWORD = "correct horse battery";
let hub: TestHub;
let passwordHash: string;
beforeAll(async () => {
  [hub, passwordHash] = [await openHub({ signingIn: { demoPassword: PASSWORD } }), await hashDemoPassword(PASSWORD)];
});
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.sql`truncate accounts.accounts, accounts.credentials, accounts.sessions, accounts.activation_codes,
    accounts.certificates, accounts.tries`;
});

const AT = "2026-01-01T00:00:00Z";
type Given = Omit<Parameters<typeof account>[1], "id" | "username">;

let lastId = 500;

/** Somebody who has a password already; never with an id that a test before has used, whose tokens are over. */
async function member(username: string, given: Given = {}): Promise<string> {
  lastId += 1;
  const id = String(lastId);
  await account(hub.sql, { id, username, activatedAt: AT, ...given });
  await hub.sql`insert into accounts.credentials (account_id, password_hash) values (${id}, ${passwordHash})`;
  return id;
}

async function signIn(username: string, password = PASSWORD): Promise<Page> {
  const page = openPage(hub.url);
  const { status, text } = await page.post("/auth/sign-in/username", { username, password });
  if (status !== 200) throw new Error(text);
  return page;
}

async function ask(token: string, query: string, variables: object = {}) {
  const response = await fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": "item:320101-001",
    },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: (await response.json()) as { data?: Record<string, unknown> } };
}
const isRefused = async (token: string) => (await ask(token, "{ me { id } }")).status === 401;

describe("signing in", () => {
  test("opens a session of one shift, and tokens of ten minutes with what the account may do", async () => {
    const id = await member("wangjia", { displayName: "王佳", areas: ["320105006"] });
    const page = openPage(hub.url);
    const signedIn = await page.post("/auth/sign-in/username", { username: " WangJia ", password: PASSWORD });
    expect(signedIn.status).toBe(200);
    const shift = Date.parse(String(signedIn.body["shiftEndsAt"])) - Date.now();
    expect(Math.abs(shift - 9 * 3_600_000)).toBeLessThan(60_000);
    const { body, headers } = await page.post("/auth/token", {});
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(body).toMatchObject({
      shiftEndsAt: signedIn.body["shiftEndsAt"],
      account: {
        id,
        username: "wangjia",
        displayName: "王佳",
        roles: ["window_clerk"],
        withheldRoles: [],
        purposeKinds: ["case", "item", "duty", "emergency"],
        areas: ["320105006"],
        department: null,
        residentId: null,
      },
    });
    const lives = Date.parse(String(body["expiresAt"])) - Date.now();
    expect(lives).toBeGreaterThan(540_000);
    expect(lives).toBeLessThanOrEqual(600_000);
    expect((await ask(String(body["token"]), "{ me { username } }")).body.data).toEqual({
      me: { username: "wangjia" },
    });
  });

  test("keeps the cookie from scripts, from other sites and from the rest of the hub", async () => {
    await member("wangjia");
    const { headers } = await openPage(hub.url).post("/auth/sign-in/username", {
      username: "wangjia",
      password: PASSWORD,
    });
    const [cookie = "", ...others] = headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie.split("; ").slice(1).sort()).toEqual(["HttpOnly", "Max-Age=32400", "Path=/auth", "SameSite=Strict"]);
    const [stored] = await hub.sql`select token_hash from accounts.sessions`;
    const token =
      decodeURIComponent(cookie.split(";", 1)[0] ?? "")
        .split("=")[1]
        ?.split(".")[0] ?? "";
    expect(stored).toEqual({ token_hash: hash("sha256", token) });
  });

  test("gives a new session each time, whatever cookie comes along, and ends the one before", async () => {
    await member("wangjia");
    const page = await signIn("wangjia");
    const first = page.cookie() ?? "";
    const token = await tokenOf(page);
    await page.post("/auth/sign-in/username", { username: "wangjia", password: PASSWORD });
    expect(page.cookie()).not.toBe(first);
    expect((await openPage(hub.url).post("/auth/token", {}, { cookie: first })).status).toBe(401);
    await until(() => isRefused(token));
  });

  test("answers a wrong password, no account, a closed one and one without a password with the same bytes", async () => {
    await member("wangjia");
    await member("closed", { isActive: false });
    await account(hub.sql, { id: "499", username: "invited" });
    const answers = [];
    for (const username of ["wangjia", "nobody", "closed", "invited", "' or 1=1 --", "\0", "x".repeat(128)]) {
      const password = username === "wangjia" ? "wrong horse battery" : PASSWORD;
      const { status, text, headers } = await openPage(hub.url).post("/auth/sign-in/username", { username, password });
      answers.push({ status, text, cookies: headers.getSetCookie() });
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, text: expect.stringContaining("WRONG_CREDENTIALS") as string });
  });

  test("lets a resident see the own record and nobody else's", async () => {
    const rows = ["1001", "1002"].map((residentId) => ({ id: residentId, areaCode: "320105006001" }));
    for (const row of rows) await registeredResident(hub.sql, { ...row, idNumber: `32990119900101${row.id}` });
    await member("guojun", { roles: ["resident"], residentId: "1001" });
    const token = await tokenOf(await signIn("guojun"));
    const { body } = await ask(
      token,
      `{ me { username } own: resident(id: "1001") { id } other: resident(id: "1002") { id } }`,
    );
    expect(body.data).toEqual({ me: { username: "guojun" }, own: { id: "1001" }, other: null });
  });
});

describe("what is over within seconds", () => {
  const FIVE_SECONDS = 5_000;
  let id: string;
  let page: Page;
  let token: string;
  beforeEach(async () => {
    id = await member("wangjia");
    await member("guanli", { roles: ["account_admin"], areas: ["32"] });
    await member("fuhe", { roles: ["account_admin"], areas: ["32"] });
    page = await signIn("wangjia");
    token = await tokenOf(page);
    expect(await isRefused(token)).toBe(false);
  });
  const asAdmin = async (query: string, username = "guanli") => ask(await tokenOf(await signIn(username)), query);

  test("is a token when a role is taken away; the next one has the others", async () => {
    await asAdmin(`mutation { setAccountRoles(input: { id: "${id}", roles: ["analyst"] }) { errors { code } } }`);
    expect(await until(() => isRefused(token), FIVE_SECONDS)).toBeLessThan(FIVE_SECONDS);
    expect((await page.post("/auth/token", {})).body).toMatchObject({ account: { roles: ["analyst"] } });
    expect(await isRefused(await tokenOf(page))).toBe(false);
  });

  test("are token and session when the account is closed; opened again, nobody signs in by them", async () => {
    await asAdmin(`mutation { closeAccount(input: { id: "${id}" }) { errors { code } } }`);
    await until(() => isRefused(token), FIVE_SECONDS);
    expect((await page.post("/auth/token", {})).body).toMatchObject({ code: "SIGNED_OUT" });
    await expect(signIn("wangjia")).rejects.toThrow("WRONG_CREDENTIALS");
    const asked = await asAdmin(`mutation { reopenAccount(input: { id: "${id}" }) { requestId errors { code } } }`);
    const { requestId } = asked.body.data?.["reopenAccount"] as { requestId: string };
    const approve = `mutation { approveAccountRequest(input: { id: "${requestId}" }) { errors { code } } }`;
    expect((await asAdmin(approve, "fuhe")).body.data).toEqual({ approveAccountRequest: { errors: [] } });
    expect(await isRefused(token)).toBe(true);
    await signIn("wangjia");
  });

  test("are other sessions and all tokens when the password is changed", async () => {
    const elsewhere = await signIn("wangjia");
    const tokenElsewhere = await tokenOf(elsewhere);
    const changed = await page.post("/auth/change-password", {
      currentPassword: PASSWORD,
      newPassword: "another horse battery",
    });
    expect([changed.status, changed.text]).toEqual([200, "{}"]);
    for (const one of [token, tokenElsewhere]) await until(() => isRefused(one), FIVE_SECONDS);
    expect((await elsewhere.post("/auth/token", {})).status).toBe(401);
    expect(await isRefused(await tokenOf(page))).toBe(false);
    await expect(signIn("wangjia")).rejects.toThrow("WRONG_CREDENTIALS");
    await signIn("wangjia", "another horse battery");
  });

  test("are the session and its tokens when somebody signs out, and no other session", async () => {
    const elsewhere = await tokenOf(await signIn("wangjia"));
    const cookie = page.cookie() ?? "";
    const out = await page.post("/auth/sign-out", {});
    expect([out.status, out.text, page.cookie()]).toEqual([200, "{}", undefined]);
    expect((await openPage(hub.url).post("/auth/token", {}, { cookie })).status).toBe(401);
    await until(() => isRefused(token), FIVE_SECONDS);
    expect(await isRefused(elsewhere)).toBe(false);
  });

  test("is everything of an account when it signs out everywhere", async () => {
    const elsewhere = await signIn("wangjia");
    const other = await tokenOf(elsewhere);
    await page.post("/auth/sign-out", { everywhere: true });
    for (const one of [token, other]) await until(() => isRefused(one), FIVE_SECONDS);
    expect((await elsewhere.post("/auth/token", {})).status).toBe(401);
  });

  test("is a stream of events, at its next event", async () => {
    const auditorId = await member("shenji", { roles: ["auditor"], areas: ["32"] });
    const auditor = await tokenOf(await signIn("shenji"));
    const response = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream", authorization: `Bearer ${auditor}` },
      body: JSON.stringify({ query: "subscription { accessRecordAdded { viewerId } }" }),
    });
    const reading = response.text();
    await hub.sql`update accounts.accounts set roles = '{analyst}' where account_id = ${auditorId}`;
    await until(() => isRefused(auditor), FIVE_SECONDS);
    const look = setInterval(() => {
      hub.ask({ query: `{ resident(id: "1") { id } }` }).catch(() => undefined);
    }, 100);
    const text = await reading.finally(() => clearInterval(look));
    expect(text).toContain("UNAUTHENTICATED");
  });
});

describe("a certificate of training", () => {
  const courseOfHeads = "personal-data-protection";
  const ownAccount = async () => (await (await signIn("ruili")).post("/auth/token", {})).body["account"];

  test("that is missing, lapsed or not valid yet keeps its role out of the token, and says why", async () => {
    const accountId = await member("ruili", { roles: ["centre_head", "analyst"] });
    expect(await ownAccount()).toMatchObject({
      roles: ["analyst"],
      withheldRoles: [{ role: "centre_head", course: courseOfHeads, reason: "MISSING" }],
    });
    await certificate(hub.sql, { accountId, course: courseOfHeads, endsOn: "2025-12-31" });
    expect(await ownAccount()).toMatchObject({ withheldRoles: [{ reason: "LAPSED" }] });
    const later = { accountId, course: courseOfHeads, startsOn: "2098-01-01" };
    await certificate(hub.sql, later);
    expect(await ownAccount()).toMatchObject({ roles: ["analyst"], withheldRoles: [{ reason: "NOT_YET_VALID" }] });
  });

  test("that is valid lets the role hold", async () => {
    const accountId = await member("ruili", { roles: ["centre_head"] });
    await certificate(hub.sql, { accountId, course: courseOfHeads });
    expect(await ownAccount()).toMatchObject({ roles: ["centre_head"], withheldRoles: [] });
  });
});
