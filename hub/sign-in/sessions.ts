import { randomBytes } from "node:crypto";
import { betterAuth } from "better-auth";
import { hashPassword } from "better-auth/crypto";
import { username } from "better-auth/plugins";
import type { Statements } from "./account-statements.ts";
import { createStore } from "./session-store.ts";

export interface SessionOptions {
  readonly statements: Statements;
  /** Signs cookies; the same for every process that serves the door. */
  readonly secret: string;
  readonly shiftSeconds: number;
  readonly isProduction: boolean;
}

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly username: string;
  readonly expiresAt: Date;
}

/** Passwords, sessions and cookies, as better-auth makes them. Its own routes are not served: ours are the contract. */
export interface Sessions {
  /** A new session, or null for whatever is wrong with username or password. */
  open(given: { username: string; password: string }): Promise<{ session: Session; cookies: string[] } | null>;
  find(cookie: string | undefined): Promise<Session | null>;
  /** Ends the session the cookie opens, and gives the headers that clear it. */
  end(cookie: string | undefined): Promise<string[]>;
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

export async function openSessions(options: SessionOptions): Promise<Sessions> {
  const { statements, secret, shiftSeconds, isProduction } = options;
  // Made at the first sign-in, whoever signs in: a hash takes as long as a tenth of a start.
  let decoy: Promise<string> | undefined;
  const decoyHash = () => (decoy ??= hashPassword(randomBytes(32).toString("hex")));
  const auth = betterAuth({
    // Only so that it asks no request for one: no link is ever made.
    baseURL: "http://hub.invalid",
    basePath: "/auth",
    secret,
    database: createStore({ statements, decoyHash, shiftSeconds, allowsDemo: !isProduction }),
    emailAndPassword: { enabled: true, disableSignUp: true },
    plugins: [
      username({
        minUsernameLength: 1,
        maxUsernameLength: 128,
        usernameValidator: () => true,
        usernameNormalization: false,
      }),
    ],
    // A shift, and not a minute more: a session that is used lives no longer for it.
    session: { expiresIn: shiftSeconds, disableSessionRefresh: true, cookieCache: { enabled: false } },
    advanced: {
      cookiePrefix: "onedoor",
      useSecureCookies: isProduction,
      defaultCookieAttributes: { httpOnly: true, sameSite: "strict", path: "/auth" },
      database: { generateId: false, validateSchema: false },
    },
    // Limits are counted by account, for all processes together (tries.ts).
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    // It would put usernames into a log of its own.
    logger: { disabled: true },
  });
  const { password } = await auth.$context;

  const find = async (cookie: string | undefined): Promise<Session | null> => {
    if (cookie === undefined) return null;
    const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
    if (found === null) return null;
    const { session, user } = found;
    return { id: session.id, accountId: session.userId, username: user.username ?? "", expiresAt: session.expiresAt };
  };

  return {
    async open(given) {
      try {
        const { headers } = await auth.api.signInUsername({ body: given, returnHeaders: true });
        const cookies = headers.getSetCookie();
        const session = await find(cookies.map((one) => one.split(";", 1)[0]).join("; "));
        return session === null ? null : { session, cookies };
      } catch (error) {
        if (isRefusal(error)) return null;
        throw error;
      }
    },
    find,
    async end(cookie) {
      const { headers } = await auth.api.signOut({
        headers: new Headers(cookie === undefined ? {} : { cookie }),
        returnHeaders: true,
      });
      return headers.getSetCookie();
    },
    hash: (text) => password.hash(text),
    verify: (hash, text) => password.verify({ hash, password: text }),
  };
}

/** A hash that sign-in takes for the demo's password. */
export const hashDemoPassword = hashPassword;

/** What better-auth throws for wrong credentials, as opposed to a database that is not there. */
function isRefusal(error: unknown): boolean {
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500;
}
