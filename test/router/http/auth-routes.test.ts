import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hashDemoPassword } from "../../../hub/sign-in/sessions.ts";
import { createLogger } from "../../../router/telemetry/logger.ts";
import { openPage } from "../../support/browser.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { account } from "../../support/rows/accounts.ts";
import { PATIENCE_MS } from "../../support/runs.ts";

const PASSWORD = "correct horse battery";
const WRONG = "incorrect horse battery";
let hub: TestHub;
const lines: string[] = [];
beforeAll(async () => {
  const logger = createLogger("debug", { write: (line: string) => void lines.push(line) });
  hub = await openHub({ signingIn: { demoPassword: PASSWORD }, logger, proxies: 1 });
  await account(hub.sql, { id: "501", username: "wangjia", activatedAt: "2026-01-01T00:00:00Z" });
  await hub.sql`insert into accounts.credentials (account_id, password_hash, is_demo)
    values (501, ${await hashDemoPassword(PASSWORD)}, true)`;
});
afterAll(() => hub.close());
beforeEach(async () => {
  lines.length = 0;
  await hub.sql`truncate accounts.tries`;
});

const SIGN_IN = "/auth/sign-in/username";
const tryIn = (username: string, password: string, headers: Record<string, string> = {}) =>
  openPage(hub.url).post(SIGN_IN, { username, password }, headers);
const raw = (path: string, init: RequestInit) => fetch(`${hub.url}${path}`, init);

describe("wrong tries", () => {
  test("are five in a row for an account, then everybody waits a quarter of an hour, the right one too", async () => {
    for (let count = 1; count <= 5; count += 1) expect((await tryIn("wangjia", WRONG)).status).toBe(401);
    for (const password of [WRONG, PASSWORD]) {
      const { status, body, headers } = await tryIn("wangjia", password);
      expect([status, body["code"]]).toEqual([429, "TOO_MANY_TRIES"]);
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(880);
      expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(900);
    }
    await hub.sql`update accounts.tries set blocked_until = now() - interval '1 second'`;
    expect((await tryIn("wangjia", WRONG)).status).toBe(401);
    expect((await tryIn("wangjia", PASSWORD)).status).toBe(200);
  });

  test("are counted for names nobody has as for others", async () => {
    const known = [];
    const unknown = [];
    for (let count = 1; count <= 6; count += 1) {
      const [one, other] = [await tryIn("wangjia", WRONG), await tryIn("nobody", WRONG)];
      known.push([one.status, one.text]);
      unknown.push([other.status, other.text]);
    }
    expect(unknown).toEqual(known);
  });

  test("start anew after a right one", async () => {
    for (let round = 1; round <= 2; round += 1) {
      for (let count = 1; count <= 4; count += 1) expect((await tryIn("wangjia", WRONG)).status).toBe(401);
      expect((await tryIn("wangjia", PASSWORD)).status).toBe(200);
    }
  });

  test("made at once are no more than those made in turn", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => tryIn("wangjia", WRONG)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  test("of one address are many more, and an address that anybody can invent counts for nothing", async () => {
    const from = (address: string) => ({ "x-forwarded-for": address });
    await hub.sql`insert into accounts.tries (key, failures, started_at)
      select 'address ' || translate(encode(sha256('10.0.0.9'), 'base64'), '+/=', '-_'), 299, now()`;
    expect((await tryIn("somebody", WRONG, from("10.0.0.9"))).status).toBe(401);
    expect((await tryIn("wangjia", PASSWORD, from("6.6.6.6, 10.0.0.9"))).status).toBe(429);
    expect((await tryIn("wangjia", PASSWORD, from("10.0.0.9, 10.0.0.8"))).status).toBe(200);
    expect(lines.filter((line) => line.includes("10.0.0.9") && line.includes("address-blocked"))).toHaveLength(1);
  });

  test("with a name that no text can hold are wrong like any other", async () => {
    for (const username of ["a\0", "a\ud83d", "\0"]) expect((await tryIn(username, WRONG)).status).toBe(401);
  });

  // Without a decoy to hash for, somebody who is not there is told from somebody who is by the clock.
  test("take as long whether there is an account or not", { timeout: PATIENCE_MS }, async () => {
    const times: Record<string, number[]> = { wangjia: [], nobody: [] };
    for (let count = 1; count <= 8; count += 1) {
      for (const username of ["wangjia", "nobody"]) {
        await hub.sql`truncate accounts.tries`;
        const startedAt = performance.now();
        await tryIn(username, WRONG);
        times[username]?.push(performance.now() - startedAt);
      }
    }
    // The least of many is what the work itself takes; the rest is the machine's.
    const least = (username: string) => Math.min(...(times[username] ?? []));
    expect(least("nobody") / least("wangjia")).toBeGreaterThan(0.6);
    expect(least("nobody") / least("wangjia")).toBeLessThan(1.7);
  });
});

describe("what is asked of a call", () => {
  const body = JSON.stringify({ username: "wangjia", password: PASSWORD });
  const json = { "content-type": "application/json" };

  test.each([
    ["another origin", { origin: "https://evil.example" }],
    ["another port of this host", { origin: "http://127.0.0.1:1" }],
    ["a sandboxed page", { origin: "null" }],
    ["another site, by its browser", { "sec-fetch-site": "cross-site" }],
    ["a neighbour of the site", { "sec-fetch-site": "same-site" }],
  ])("is that it does not come from %s", async (_what, headers) => {
    for (const path of [SIGN_IN, "/auth/token", "/auth/sign-out", "/auth/activate", "/auth/change-password"]) {
      const response = await raw(path, { method: "POST", headers: { ...json, ...headers }, body });
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([403, "CROSS_SITE"]);
      expect(response.headers.getSetCookie()).toEqual([]);
    }
  });

  test("is JSON, as no form of another site can send it", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const response = await raw(SIGN_IN, { method: "POST", headers: { "content-type": type }, body });
      expect(response.status).toBe(415);
    }
  });

  test.each([
    "",
    "{",
    "[]",
    "null",
    `"x"`,
    `{"username":"wangjia"}`,
    `{"username":1,"password":"x"}`,
    `{"username":"a","password":"b","more":1}`,
  ])("is a body of its form, and not %s", async (text) => {
    const response = await raw(SIGN_IN, { method: "POST", headers: json, body: text });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, "BAD_REQUEST"]);
  });

  test("is that it is short", async () => {
    const long = JSON.stringify({ username: "x".repeat(20_000), password: "x" });
    expect((await raw(SIGN_IN, { method: "POST", headers: json, body: long })).status).toBe(413);
  });

  test("is POST, and a path there is", async () => {
    expect((await raw(SIGN_IN, {})).status).toBe(405);
    for (const path of [
      "/auth/",
      "/auth/sign-up/email",
      "/auth/get-session",
      "/auth/list-sessions",
      "/auth/__proto__",
    ]) {
      expect((await raw(path, { method: "POST", headers: json, body: "{}" })).status).toBe(404);
    }
  });

  test("lets a page of another site ask for nothing beforehand", async () => {
    const response = await raw(SIGN_IN, { method: "OPTIONS", headers: { origin: "https://evil.example" } });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("a cookie", () => {
  test("that was changed, cut or signed by somebody else opens nothing", async () => {
    const page = openPage(hub.url);
    await page.post(SIGN_IN, { username: "wangjia", password: PASSWORD });
    const cookie = page.cookie() ?? "";
    const [name = "", value = ""] = cookie.split("=");
    const token = decodeURIComponent(value).split(".")[0] ?? "";
    for (const bad of [
      "",
      name,
      `${name}=${token}`,
      `${name}=${token}.`,
      `${cookie.slice(0, -8)}AAAA%3D`,
      `${name}=x${value}`,
    ]) {
      expect((await openPage(hub.url).post("/auth/token", {}, { cookie: bad })).status).toBe(401);
    }
    expect((await openPage(hub.url).post("/auth/token", {}, { cookie })).status).toBe(200);
  });

  test("opens nothing once the shift is over, and is not extended by use", async () => {
    const page = openPage(hub.url);
    await page.post(SIGN_IN, { username: "wangjia", password: PASSWORD });
    await hub.sql`update accounts.sessions set expires_at = now() + interval '2 seconds' where ended_at is null`;
    const { body, headers } = await page.post("/auth/token", {});
    expect(headers.getSetCookie()).toEqual([]);
    expect(Date.parse(String(body["expiresAt"]))).toBeLessThanOrEqual(Date.parse(String(body["shiftEndsAt"])));
    await hub.sql`update accounts.sessions set expires_at = now() - interval '1 second'`;
    expect((await page.post("/auth/token", {})).body).toMatchObject({ code: "SIGNED_OUT" });
  });
});

describe("GET /auth/settings", () => {
  test("names the demo accounts and their password, those alone that still have it", async () => {
    const settings = async () => (await raw("/auth/settings", {})).json();
    const wangjia = {
      username: "wangjia",
      displayName: "王佳",
      roles: ["window_clerk"],
      areas: ["320105006"],
      areaNames: ["江苏省南京市建邺区兴隆街道"],
    };
    expect(await settings()).toEqual({
      passwordSignIn: true,
      demo: { accounts: [wangjia], password: PASSWORD },
      oidc: null,
    });
    await hub.sql`update accounts.credentials set is_demo = false`;
    expect(await settings()).toMatchObject({ demo: { accounts: [] } });
    await hub.sql`update accounts.credentials set is_demo = true`;
  });
});

describe("the log", () => {
  test("has one line for each try, with nothing that was typed", async () => {
    await tryIn("wangjia", WRONG);
    await tryIn("a-secret-in-the-wrong-box", WRONG);
    await tryIn("wangjia", PASSWORD);
    const told = lines.filter((line) => line.includes('"msg":"sign-in"'));
    expect(told.map((line) => /"outcome":"([a-z-]+)"/.exec(line)?.[1])).toEqual([
      "wrong-credentials",
      "wrong-credentials",
      "signed-in",
    ]);
    expect(lines.join("")).not.toMatch(/wangjia|secret-in|horse/);
  });
});

describe("in production", () => {
  test("the demo password opens nothing, nobody is told of it, and the cookie is sent over TLS alone", async () => {
    const said: string[] = [];
    const logger = createLogger("warn", { write: (line: string) => void said.push(line) });
    const production = await openHub({ signingIn: { isProduction: true, demoPassword: PASSWORD }, logger });
    try {
      const passwordHash = await hashDemoPassword(PASSWORD);
      for (const [id, username, isDemo] of [
        ["501", "wangjia", true],
        ["502", "xibei", false],
      ] as const) {
        await account(production.sql, { id, username, activatedAt: "2026-01-01T00:00:00Z" });
        await production.sql`insert into accounts.credentials (account_id, password_hash, is_demo)
          values (${id}, ${passwordHash}, ${isDemo})`;
      }
      const [demo, own] = await Promise.all(
        ["wangjia", "xibei"].map((username) =>
          openPage(production.url).post(SIGN_IN, { username, password: PASSWORD }),
        ),
      );
      const toldAtFirst = [...said];
      expect([demo?.status, own?.status]).toEqual([401, 200]);
      expect(own?.headers.getSetCookie()[0]).toMatch(/^__Secure-onedoor\.session_token=.*; Secure/);
      const overTls = { origin: production.url.replace("http:", "https:") };
      said.length = 0;
      for (const headers of [overTls, {}, {}, overTls]) {
        const again = await openPage(production.url).post(SIGN_IN, { username: "xibei", password: PASSWORD }, headers);
        expect(again.status).toBe(200);
      }
      // The first sign-in of all came over plain HTTP, and was told then.
      expect(said.join("")).not.toContain("plain HTTP");
      expect(toldAtFirst.filter((line) => line.includes("put TLS in front of the hub"))).toHaveLength(1);
      const settings = await fetch(`${production.url}/auth/settings`);
      expect(await settings.json()).toEqual({ passwordSignIn: true, demo: null, oidc: null });
    } finally {
      await production.close();
    }
  });
});
