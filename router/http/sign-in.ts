import type { PurposeKind } from "../../subgraphs/shared/purpose.ts";
import type { WithheldRole } from "../../subgraphs/shared/role-rules.ts";

/** From where somebody tries, and the cookie that came along. */
export interface Visit {
  readonly address: string;
  readonly cookie: string | undefined;
}

/** Headers of an answer that set or clear the session's cookie. */
interface WithCookies {
  readonly cookies: readonly string[];
}

interface SignedIn extends WithCookies {
  readonly outcome: "signed-in";
  readonly shiftEndsAt: string;
}

/** Too many were wrong: of one account, which looks alike whether there is one, or from one address. */
interface TooManyTries {
  readonly outcome: "too-many-tries";
  readonly of: "account" | "address";
  readonly retryAfterSeconds: number;
}

/** So many passwords are being checked that the next would wait too long. */
interface Busy {
  readonly outcome: "busy";
}

interface WeakPassword {
  readonly outcome: "weak-password";
  /** What is asked for and was not met. */
  readonly requirements: readonly string[];
  /** The same as words for programs: LENGTH, VARIETY, USERNAME, SAME. */
  readonly unmet: readonly string[];
}

export interface SignedInAccount {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly withheldRoles: readonly WithheldRole[];
  /** What the roles that hold may begin an `x-purpose` with; a request with another kind counts as one without. */
  readonly purposeKinds: readonly PurposeKind[];
  readonly areas: readonly string[];
  readonly department: string | null;
  readonly residentId: string | null;
}

export interface IssuedToken {
  readonly outcome: "token";
  readonly token: string;
  readonly expiresAt: string;
  readonly shiftEndsAt: string;
  readonly account: SignedInAccount;
}

/** What the page of sign-in needs to know before anybody has signed in. */
export interface SignInSettings {
  readonly passwordSignIn: boolean;
  /** Outside production only: the accounts to try, and the password they share. */
  readonly demo: {
    readonly accounts: readonly {
      readonly username: string;
      readonly displayName: string;
      readonly roles: readonly string[];
      readonly areas: readonly string[];
      /** What the areas are called, from the province down; the code of one whose name nobody knows. */
      readonly areaNames: readonly string[];
    }[];
    readonly password: string;
  } | null;
  /** An external issuer whose tokens are accepted. */
  readonly oidc: { readonly issuer: string; readonly audience: string } | null;
}

/** Sessions, behind the door's `/auth/`. Expected outcomes are values; a rejection is a fault of the hub. */
export interface SignIn {
  /** False where an external issuer signs people in: then there are no sessions here. */
  readonly takesPasswords: boolean;
  settings(): Promise<SignInSettings>;
  signIn(
    given: { username: string; password: string },
    visit: Visit,
  ): Promise<SignedIn | { outcome: "wrong" } | TooManyTries | Busy>;
  activate(
    given: { username: string; code: string; password: string },
    visit: Visit,
  ): Promise<SignedIn | { outcome: "wrong" } | TooManyTries | Busy | WeakPassword>;
  changePassword(
    given: { currentPassword: string; newPassword: string },
    visit: Visit,
  ): Promise<
    { outcome: "changed" } | { outcome: "signed-out" } | { outcome: "wrong" } | TooManyTries | Busy | WeakPassword
  >;
  /** Ends the session; with `everywhere`, every session and token of the account. */
  signOut(visit: Visit, everywhere: boolean): Promise<WithCookies>;
  token(visit: Visit): Promise<IssuedToken | { outcome: "signed-out" }>;
}
