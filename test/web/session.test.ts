import { describe, expect, test } from "vitest";
import { type AuthApi, AuthRefusal, createAuthApi } from "../../web/session/auth-api.ts";
import { createSession, type Session } from "../../web/session/session.ts";
import { minutesToTell, untilNextChange } from "../../web/session/shift.ts";

const account = {
  id: "5000000001",
  username: "wangjia",
  displayName: "王佳",
  roles: ["window_clerk"],
  purposeKinds: ["case", "item", "duty", "emergency"],
  areas: ["320105006"],
  department: null,
  residentId: null,
};
const MINUTE = 60_000;

/** A page with a clock that is turned by hand, and a hub that says what it is told to. */
function openPage() {
  let now = 1_000_000;
  let timers: { at: number; act: () => void }[] = [];
  let issued = 0;
  const hub = { isSignedIn: true, tokenMs: 10 * MINUTE, shiftMs: 540 * MINUTE, isReachable: true, keepsCookies: true };
  const api: AuthApi = {
    signIn: async () => void (hub.isSignedIn = hub.keepsCookies),
    signOut: async () => void (hub.isSignedIn = false),
    activate: async () => void (hub.isSignedIn = hub.keepsCookies),
    changePassword: async () => undefined,
    settings: () => Promise.reject(new Error("not asked for here")),
    async token() {
      if (!hub.isReachable) throw new TypeError("no network");
      if (!hub.isSignedIn) throw new AuthRefusal("SIGNED_OUT", "");
      issued += 1;
      return { token: `token ${issued}`, account, expiresInMs: hub.tokenMs, shiftEndsInMs: hub.shiftMs };
    },
  };
  const session = createSession(api, {
    now: () => now,
    after(ms, act) {
      const timer = { at: now + ms, act };
      timers.push(timer);
      return () => (timers = timers.filter((one) => one !== timer));
    },
  });
  const pass = (ms: number) => {
    now += ms;
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    for (const { act } of due) act();
  };
  return { session, hub, pass, countIssued: () => issued };
}

const reasonOf = (session: Session) => {
  const state = session.state();
  return state.kind === "signed-out" ? state.reason : state.kind;
};

describe("a session", () => {
  test("that the browser does not keep is told as such, and not as a form that stays as it was", async () => {
    const { session, hub } = openPage();
    // Over plain HTTP the cookie is gone by the time the token is asked for.
    hub.keepsCookies = false;
    for (const attempt of [
      () => session.signIn("wangjia", "right"),
      () => session.activate("wangjia", "code", "right"),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_KEPT" });
      expect(session.state()).toEqual({ kind: "signed-out", reason: "never" });
    }
    hub.keepsCookies = true;
    await session.signIn("wangjia", "right");
    expect(session.state().kind).toBe("signed-in");
  });

  test("goes on after a reload, as long as the hub knows it", async () => {
    const { session } = openPage();
    await session.restore();
    expect(session.state()).toMatchObject({ kind: "signed-in", account });
  });

  test("that never was is no fault", async () => {
    const { session, hub } = openPage();
    hub.isSignedIn = false;
    await session.restore();
    expect(reasonOf(session)).toBe("never");
    expect(await session.token()).toBeNull();
  });

  test("is not over because the network is", async () => {
    const { session, hub } = openPage();
    hub.isReachable = false;
    await session.restore();
    expect(session.state().kind).toBe("unreachable");
    hub.isReachable = true;
    await session.restore();
    expect(session.state().kind).toBe("signed-in");
  });

  test("exchanges its token before it ends, and once for all who ask together", async () => {
    const { session, pass, countIssued } = openPage();
    await session.restore();
    expect(await session.token()).toBe("token 1");
    pass(9 * MINUTE);
    expect(await session.token()).toBe("token 1");
    pass(45_000);
    expect(await Promise.all([session.token(), session.token(), session.token()])).toEqual(Array(3).fill("token 2"));
    expect(countIssued()).toBe(2);
  });

  test("exchanges a token that was refused", async () => {
    const { session } = openPage();
    await session.restore();
    expect(await session.token(true)).toBe("token 2");
  });

  test("ends with the shift, to the minute", async () => {
    const { session, hub, pass } = openPage();
    hub.shiftMs = 20 * MINUTE;
    await session.restore();
    pass(19 * MINUTE);
    expect(session.state().kind).toBe("signed-in");
    pass(MINUTE);
    expect(reasonOf(session)).toBe("shift-ended");
    expect(await session.token()).toBeNull();
  });

  test("that was ended elsewhere is over with the next request", async () => {
    const { session, hub } = openPage();
    await session.restore();
    hub.isSignedIn = false;
    expect(await session.token(true)).toBeNull();
    expect(reasonOf(session)).toBe("ended");
  });

  test("is over at once when one signs out", async () => {
    const { session } = openPage();
    await session.restore();
    let told = 0;
    session.subscribe(() => (told += 1));
    await session.signOut();
    expect(reasonOf(session)).toBe("own-wish");
    expect(told).toBe(1);
  });
});

describe("the end of a shift", () => {
  test.each([
    [60, null],
    [5.01, null],
    [5, 5],
    [4.2, 5],
    [1, 1],
    [0.1, 1],
  ])("with %s minutes left", (minutes, told) => {
    expect(minutesToTell(minutes * MINUTE, 0)).toBe(told);
  });

  test("is looked for when it is to be told, and then each minute", () => {
    expect(untilNextChange(60 * MINUTE, 0)).toBe(55 * MINUTE);
    expect(untilNextChange(4.5 * MINUTE, 0)).toBe(30_000);
    expect(untilNextChange(4 * MINUTE, 0)).toBe(1_000);
  });
});

describe("the hub's sign-in", () => {
  const answering = (body: object, init: ResponseInit) =>
    createAuthApi(async () => new Response(JSON.stringify(body), init));

  test("says how long things last by its own clock", async () => {
    const body = {
      token: "t",
      account,
      expiresAt: "2030-01-01T00:10:00Z",
      shiftEndsAt: "2030-01-01T09:00:00Z",
    };
    const api = answering(body, { headers: { date: "Tue, 01 Jan 2030 00:00:00 GMT" } });
    expect(await api.token()).toMatchObject({ expiresInMs: 10 * MINUTE, shiftEndsInMs: 540 * MINUTE });
  });

  test("refuses with its code, and says when to try again", async () => {
    const api = answering({ code: "TOO_MANY_TRIES", message: "…" }, { status: 429, headers: { "retry-after": "600" } });
    await expect(api.signIn("a", "b")).rejects.toMatchObject({ code: "TOO_MANY_TRIES", retryAfterSeconds: 600 });
  });

  test("that answers with a page of a proxy is not available", async () => {
    const api = createAuthApi(async () => new Response("<html>", { status: 502 }));
    await expect(api.signIn("a", "b")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});
