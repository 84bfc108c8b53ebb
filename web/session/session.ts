import { type Account, type AuthApi, AuthRefusal, type SignInSettings, type Token } from "./auth-api.ts";

export type SignedOutReason = "never" | "own-wish" | "shift-ended" | "ended";

export type SessionState =
  | { readonly kind: "unknown" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "signed-out"; readonly reason: SignedOutReason }
  | { readonly kind: "signed-in"; readonly account: Account; readonly shiftEndsAt: number };

/** What the clock of this page says; a test has its own. */
export interface Clock {
  now(): number;
  /** Gives what cancels it. */
  after(ms: number, act: () => void): () => void;
}

export interface Session {
  state(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Finds out whether the browser still has a session. */
  restore(): Promise<void>;
  signIn(username: string, password: string): Promise<void>;
  activate(username: string, code: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  changePassword(current: string, next: string): Promise<void>;
  settings(): Promise<SignInSettings>;
  /** A token that still holds; another one where the last was refused. Null once signed out. */
  token(isRefused?: boolean): Promise<string | null>;
}

// A token is exchanged before it ends, so that a request on its way is not refused.
const LEEWAY_MS = 30_000;

/** The one session of the page. The token is kept here, in memory, and nowhere else. */
export function createSession(api: AuthApi, clock: Clock): Session {
  let state: SessionState = { kind: "unknown" };
  let held: { token: string; endsAt: number } | null = null;
  let asking: Promise<string | null> | null = null;
  let cancelShiftEnd: () => void = () => undefined;
  const listeners = new Set<() => void>();

  const change = (next: SessionState): void => {
    state = next;
    for (const listener of listeners) listener();
  };

  const end = (reason: SignedOutReason): void => {
    held = null;
    cancelShiftEnd();
    change({ kind: "signed-out", reason });
  };

  const accept = ({ token, account, expiresInMs, shiftEndsInMs }: Token): string => {
    held = { token, endsAt: clock.now() + expiresInMs };
    cancelShiftEnd();
    cancelShiftEnd = clock.after(shiftEndsInMs, () => end("shift-ended"));
    if (state.kind !== "signed-in" || state.account.id !== account.id) {
      change({ kind: "signed-in", account, shiftEndsAt: clock.now() + shiftEndsInMs });
    }
    return token;
  };

  const ask = async (): Promise<string | null> => {
    try {
      return accept(await api.token());
    } catch (error) {
      if (!(error instanceof AuthRefusal) || error.code !== "SIGNED_OUT") throw error;
      end(state.kind === "signed-in" ? "ended" : "never");
      return null;
    }
  };

  // Requests that begin together share one exchange.
  const askOnce = (): Promise<string | null> => {
    asking ??= ask().finally(() => (asking = null));
    return asking;
  };

  /** A browser that keeps no cookie is not signed in, whatever the hub said: over plain HTTP it drops one meant for TLS. */
  const beginSession = async (): Promise<void> => {
    // The first may still be the answer to what was asked before.
    if ((await askOnce()) === null && (await askOnce()) === null)
      throw new AuthRefusal("NOT_KEPT", "No cookie was kept.");
  };

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async restore() {
      try {
        await askOnce();
      } catch {
        change({ kind: "unreachable" });
      }
    },
    async signIn(username, password) {
      await api.signIn(username, password);
      await beginSession();
    },
    async activate(username, code, password) {
      await api.activate(username, code, password);
      await beginSession();
    },
    async signOut() {
      await api.signOut();
      end("own-wish");
    },
    changePassword: (current, next) => api.changePassword(current, next),
    settings: () => api.settings(),
    async token(isRefused = false) {
      if (state.kind === "signed-out") return null;
      if (held !== null && !isRefused && held.endsAt - clock.now() > LEEWAY_MS) return held.token;
      return askOnce();
    },
  };
}
