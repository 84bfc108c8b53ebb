import type { SessionOptions, Sessions } from "./sessions.ts";

/** Sign-in can't be loaded; where this build of the hub was removed, only a restart mends it. */
class SignInNotLoaded extends Error {
  readonly code = "ENOTLOADED";

  constructor(cause: unknown) {
    super("Sign-in can't be loaded: restart the hub", { cause });
    this.name = "SignInNotLoaded";
  }
}

/** Sessions of which nothing is loaded before somebody asks for one: a hub at which nobody signs in holds less. */
export function sessionsWhenAsked(options: SessionOptions): Sessions {
  let opened: Promise<Sessions> | null = null;
  const sessions = () => (opened ??= open(options).catch(fail));
  const fail = (error: unknown): never => {
    opened = null;
    throw new SignInNotLoaded(error);
  };
  return {
    open: async (given) => (await sessions()).open(given),
    find: async (cookie) => (cookie === undefined ? null : (await sessions()).find(cookie)),
    end: async (cookie) => (await sessions()).end(cookie),
    hash: async (password) => (await sessions()).hash(password),
    verify: async (hash, password) => (await sessions()).verify(hash, password),
  };
}

async function open(options: SessionOptions): Promise<Sessions> {
  const { openSessions } = await import("./sessions.ts");
  return openSessions(options);
}
