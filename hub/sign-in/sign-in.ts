import type { SignIn, SignInSettings, Visit } from "../../router/http/sign-in.ts";
import type { RoleBook } from "../../router/viewer/token.ts";
import { hashActivationCode } from "../../subgraphs/index.ts";
import type { RoleRules } from "../../subgraphs/shared/role-rules.ts";
import type { IssuerKeys } from "../keys/issuer-keys.ts";
import { openStatements, type Statements } from "./account-statements.ts";
import { holdAccount, type TokenAccount } from "./held-account.ts";
import { faultsOfPassword, openHashing, type PasswordFault, passwordFaults, TooBusy } from "./passwords.ts";
import type { Session, Sessions } from "./sessions.ts";
import { sessionsWhenAsked } from "./sessions-when-asked.ts";
import {
  ACCOUNT,
  ACTIVATE,
  DEMO_ACCOUNTS,
  END_EVERYWHERE,
  END_ONE,
  FORGET_SESSIONS,
  HASH_OF,
  SET_PASSWORD,
} from "./statements-of-sign-in.ts";
import { countTries, type Verdict } from "./tries.ts";

export interface SignInOptions {
  /** The login that checks passwords and keeps sessions. */
  readonly url: string;
  readonly isPooled?: boolean;
  readonly secret: string;
  readonly shiftSeconds: number;
  readonly isProduction: boolean;
  readonly rules: RoleRules & Pick<RoleBook, "purposesOf">;
  readonly issuer: IssuerKeys;
  readonly oidc: SignInSettings["oidc"];
  /** False where an external issuer signs people in, and nobody else. */
  readonly takesPasswords: boolean;
  /** The password of the demo accounts; null in production, and where there are none. */
  readonly demoPassword: string | null;
  /** What the area of a demo account is called; null for what is no part of the demo. */
  readonly demoAreaName: (code: string) => string | null;
}

/** The most a token lives: a right taken away is gone soon even where nobody hears of it. */
const TOKEN_MS = 10 * 60 * 1000;
const HASHED_AT_ONCE = 2;
/** At 60 ms each on two processors, the last in the queue waits some ten seconds. */
const HASHED_LATER = 300;
const POOL_SIZE = 2;

const FORGET_EACH = 100;

interface AccountRow extends TokenAccount {
  readonly username: string;
}

/** Opens sign-in on the accounts' database. */
export function openSignIn(options: SignInOptions): SignIn & { close(): Promise<void> } {
  const statements = openStatements(options.url, "sign-in", POOL_SIZE, options.isPooled);
  const sessions = sessionsWhenAsked({ ...options, statements });
  const parts = {
    statements,
    sessions,
    tries: countTries(statements),
    hashing: openHashing(HASHED_AT_ONCE, HASHED_LATER),
  };
  return {
    takesPasswords: options.takesPasswords,
    settings: () => describe(options, statements),
    signIn: (given, visit) => orBusy(signIn(parts, given, visit)),
    activate: (given, visit) => orBusy(activate(parts, given, visit)),
    changePassword: (given, visit) => orBusy(changePassword(parts, given, visit)),
    async signOut({ cookie }, everywhere) {
      // Here, because better-auth clears the cookie all the same when the session could not be ended.
      const session = await sessions.find(cookie);
      if (session !== null && everywhere) await statements.write(END_EVERYWHERE, session.accountId);
      else if (session !== null) await statements.write(END_ONE, session.id);
      return { cookies: await sessions.end(cookie) };
    },
    async token({ cookie }) {
      const session = await sessions.find(cookie);
      const account = session === null ? null : await findAccount(statements, session);
      if (session === null || account === null) return { outcome: "signed-out" };
      return issue(options, session, account);
    },
    close: () => statements.close(),
  };
}

type DemoAccount = NonNullable<SignInSettings["demo"]>["accounts"][number];

async function describe(options: SignInOptions, statements: Statements): Promise<SignInSettings> {
  const { oidc, takesPasswords, demoPassword: password, isProduction, demoAreaName } = options;
  const isDemo = takesPasswords && password !== null && !isProduction;
  const demo = isDemo ? { accounts: await demoAccounts(statements, demoAreaName), password } : null;
  return { passwordSignIn: takesPasswords, demo, oidc };
}

async function demoAccounts(statements: Statements, nameOf: SignInOptions["demoAreaName"]): Promise<DemoAccount[]> {
  const found = await statements.read<Omit<DemoAccount, "areaNames">>(DEMO_ACCOUNTS);
  return found.map((one) => ({ ...one, areaNames: one.areas.map((code) => nameOf(code) ?? code) }));
}

interface Parts {
  readonly statements: Statements;
  readonly sessions: Sessions;
  readonly tries: ReturnType<typeof countTries>;
  readonly hashing: ReturnType<typeof openHashing>;
}

let signIns = 0;

async function signIn(parts: Parts, given: { username: string; password: string }, visit: Visit) {
  const { sessions, tries, hashing, statements } = parts;
  const username = spelled(given.username);
  const address = await tries.ofAddress(visit.address);
  if (!address.isAllowed) return tooMany("address", address);
  const found = await hashing(async () => {
    const verdict = await tries.take("password", username);
    return verdict.isAllowed
      ? await sessions.open({ username, password: given.password })
      : tooMany("account", verdict);
  });
  if (found === null) {
    await tries.wrongFrom(visit.address);
    return { outcome: "wrong" } as const;
  }
  if ("outcome" in found) return found;
  await tries.forget("password", username);
  // The person who sat here before has left without signing out.
  if (visit.cookie !== undefined) await sessions.end(visit.cookie);
  signIns += 1;
  if (signIns % FORGET_EACH === 0) await statements.write(FORGET_SESSIONS);
  const { cookies, session } = found;
  return { outcome: "signed-in", cookies, shiftEndsAt: session.expiresAt.toISOString() } as const;
}

async function activate(parts: Parts, given: { username: string; code: string; password: string }, visit: Visit) {
  const { tries, statements } = parts;
  const username = spelled(given.username);
  const address = await tries.ofAddress(visit.address);
  if (!address.isAllowed) return tooMany("address", address);
  // Before the code is looked at, which would be used up by it.
  const faults = faultsOfPassword(given.password, username);
  if (faults.length > 0) return weak(faults);
  const verdict = await tries.take("code", username);
  if (!verdict.isAllowed) return tooMany("account", verdict);
  const hash = await parts.hashing(() => parts.sessions.hash(given.password));
  const [opened] = await statements.write(ACTIVATE, username, hashActivationCode(given.code), hash);
  if (opened === undefined) {
    await tries.wrongFrom(visit.address);
    return { outcome: "wrong" } as const;
  }
  await tries.forget("code", username);
  await tries.forget("password", username);
  return signIn(parts, given, visit);
}

async function changePassword(parts: Parts, given: { currentPassword: string; newPassword: string }, visit: Visit) {
  const { sessions, tries, statements, hashing } = parts;
  const session = await sessions.find(visit.cookie);
  if (session === null) return { outcome: "signed-out" } as const;
  const faults = faultsOfPassword(given.newPassword, session.username);
  if (given.newPassword === given.currentPassword) faults.push("SAME");
  if (faults.length > 0) return weak(faults);
  const verdict = await hashing(async () => {
    const taken = await tries.take("password", session.username);
    if (!taken.isAllowed) return tooMany("account", taken);
    const [stored] = await statements.read<{ hash: string }>(HASH_OF, session.accountId);
    const isRight = stored !== undefined && (await sessions.verify(stored.hash, given.currentPassword));
    return isRight ? null : ({ outcome: "wrong" } as const);
  });
  if (verdict !== null) {
    if (verdict.outcome === "wrong") await tries.wrongFrom(visit.address);
    return verdict;
  }
  const hash = await hashing(() => sessions.hash(given.newPassword));
  await statements.write(SET_PASSWORD, session.accountId, hash, session.id);
  await tries.forget("password", session.username);
  return { outcome: "changed" } as const;
}

async function findAccount(statements: Statements, { accountId }: Session): Promise<AccountRow | null> {
  const [account] = await statements.read<AccountRow>(ACCOUNT, accountId);
  return account ?? null;
}

async function issue({ rules, issuer }: SignInOptions, session: Session, account: AccountRow) {
  const { claims, held, withheld, holdsUntil } = holdAccount(account, rules, session.id);
  // Conflicts are refused when roles are given; a token with them would be refused as well.
  const isConflict = held.length > rules.mostRoles || rules.findConflict(held) !== null;
  const expiresAt = Math.min(Date.now() + TOKEN_MS, session.expiresAt.getTime(), holdsUntil);
  const token = await issuer.sign(account.id, isConflict ? { ...claims, roles: [] } : claims, expiresAt);
  const purposeKinds = [...rules.purposesOf(isConflict ? [] : held)];
  const { id, username, displayName, areas, department, residentId } = account;
  return {
    outcome: "token",
    token,
    expiresAt: new Date(Math.floor(expiresAt / 1000) * 1000).toISOString(),
    shiftEndsAt: session.expiresAt.toISOString(),
    account: {
      id,
      username,
      displayName,
      roles: held,
      withheldRoles: withheld,
      purposeKinds,
      areas,
      department,
      residentId,
    },
  } as const;
}

/** Usernames are kept in small letters; a telephone's keyboard begins with a capital. */
function spelled(username: string): string {
  return username.trim().toLowerCase().replaceAll("\0", "");
}

function weak(faults: readonly PasswordFault[]) {
  return {
    outcome: "weak-password",
    unmet: faults,
    requirements: faults.map((fault) => passwordFaults[fault]),
  } as const;
}

function tooMany(of: "account" | "address", verdict: Verdict & { isAllowed: false }) {
  return { outcome: "too-many-tries", of, retryAfterSeconds: verdict.retryAfterSeconds } as const;
}

async function orBusy<Outcome>(work: Promise<Outcome>): Promise<Outcome | { outcome: "busy" }> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TooBusy) return { outcome: "busy" };
    throw error;
  }
}
