import { createAuthApi } from "./auth-api.ts";
import { createSession, type Session } from "./session.ts";

/** The session of a page in a browser, with the browser's own clock and way to the hub. */
export function openPageSession(): Session {
  return createSession(
    createAuthApi((path, init) => fetch(path, { ...init, cache: "no-store" })),
    {
      now: () => Date.now(),
      after(ms, act) {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    },
  );
}
