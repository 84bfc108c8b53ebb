import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { hashDemoPassword } from "../../../hub/sign-in/sessions.ts";
import { openPage } from "../../support/browser.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { account } from "../../support/rows/accounts.ts";

// A machine's clock runs ahead for a while, and is put right. What was dated meanwhile lies in the future.

const PASSWORD = "correct horse battery";
const SHIFT_SECONDS = 9 * 3_600;
let hub: TestHub;
beforeAll(async () => {
  hub = await openHub({ signingIn: { shiftSeconds: SHIFT_SECONDS } });
  await account(hub.sql, { id: "501", username: "wangjia", activatedAt: "2026-01-01T00:00:00Z" });
  await hub.sql`insert into accounts.credentials (account_id, password_hash) values (501, ${await hashDemoPassword(PASSWORD)})`;
});
afterAll(() => hub.close());
beforeEach(() => hub.sql`truncate accounts.sessions, accounts.tries`);
afterEach(() => void vi.useRealTimers());

async function signedIn() {
  const page = openPage(hub.url);
  expect((await page.post("/auth/sign-in/username", { username: "wangjia", password: PASSWORD })).status).toBe(200);
  return page;
}
const tokenOf = async (page: Awaited<ReturnType<typeof signedIn>>) => {
  const { status, body } = await page.post("/auth/token", {});
  return status === 200 ? "a token" : body["code"];
};

describe("a session", () => {
  test.each([
    ["made two minutes ahead", "created_at = now() + interval '2 minutes'", "SIGNED_OUT"],
    [
      "made a year ahead",
      "created_at = now() + interval '1 year', expires_at = now() + interval '366 days'",
      "SIGNED_OUT",
    ],
    ["that lasts longer than a shift from now", "expires_at = now() + interval '9 hours 2 minutes'", "SIGNED_OUT"],
    ["made half a minute ahead, as two machines may differ", "created_at = now() + interval '30 seconds'", "a token"],
  ])("%s: %s is %s", async (_what, dates, expected) => {
    const page = await signedIn();
    expect(await tokenOf(page)).toBe("a token");
    await hub.sql.unsafe(`update accounts.sessions set ${dates}`);
    expect(await tokenOf(page)).toBe(expected);
    // Nor does it change a password: whoever kept the cookie is signed out altogether.
    if (expected !== "a token") {
      const changed = await page.post("/auth/change-password", {
        currentPassword: PASSWORD,
        newPassword: "another horse battery",
      });
      expect(changed.status).toBe(401);
    }
  });

  test("made while the hub's own clock was hours ahead lasts a shift by the database's clock, and no longer", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 4 * 3_600_000 });
    const page = await signedIn();
    vi.useRealTimers();
    expect(await tokenOf(page)).toBe("a token");
    const [kept] = await hub.sql`select
      expires_at <= clock_timestamp() + make_interval(secs => ${SHIFT_SECONDS}) as "isWithinShift",
      created_at <= clock_timestamp() as "isMadeBefore" from accounts.sessions`;
    expect(kept).toEqual({ isWithinShift: true, isMadeBefore: true });
  });
});
