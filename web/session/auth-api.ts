/** Who is signed in, as the hub's sign-in says it. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  /** The kinds of purpose the hub takes from this account. */
  readonly purposeKinds: readonly string[];
  readonly areas: readonly string[];
  readonly department: string | null;
  readonly residentId: string | null;
}

export interface Token {
  readonly token: string;
  readonly account: Account;
  /** How long they last from now. The clock of a counter's machine may be wrong, so no instant is taken from it. */
  readonly expiresInMs: number;
  readonly shiftEndsInMs: number;
}

export interface DemoAccount {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly areas: readonly string[];
  readonly areaNames: readonly string[];
}

export interface SignInSettings {
  readonly passwordSignIn: boolean;
  readonly demo: { readonly accounts: readonly DemoAccount[]; readonly password: string } | null;
}

/** A refusal of the sign-in, by its code. */
export class AuthRefusal extends Error {
  readonly code: string;
  readonly retryAfterSeconds: number | null;
  /** What a password lacks, by word. */
  readonly unmet: readonly string[];

  constructor(code: string, message: string, retryAfterSeconds: number | null = null, unmet: readonly string[] = []) {
    super(message);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.unmet = unmet;
  }
}

export interface AuthApi {
  signIn(username: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  activate(username: string, code: string, password: string): Promise<void>;
  changePassword(currentPassword: string, newPassword: string): Promise<void>;
  /** Rejects with SIGNED_OUT when there is no session. */
  token(): Promise<Token>;
  settings(): Promise<SignInSettings>;
}

type Fetch = (path: string, init?: RequestInit) => Promise<Response>;

export function createAuthApi(fetch: Fetch): AuthApi {
  const post = async (path: string, body: object): Promise<{ headers: Headers; text: string }> => {
    const response = await fetch(`/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw await refusalOf(response);
    return { headers: response.headers, text: await response.text() };
  };
  return {
    async signIn(username, password) {
      await post("sign-in/username", { username, password });
    },
    async signOut() {
      await post("sign-out", {});
    },
    async activate(username, code, password) {
      await post("activate", { username, code, password });
    },
    async changePassword(currentPassword, newPassword) {
      await post("change-password", { currentPassword, newPassword });
    },
    async token() {
      const { headers, text } = await post("token", {});
      const { token, account, expiresAt, shiftEndsAt } = JSON.parse(text) as TokenBody;
      const servedAt = Date.parse(headers.get("date") ?? "");
      const now = Number.isNaN(servedAt) ? Date.now() : servedAt;
      return {
        token,
        account,
        expiresInMs: Date.parse(expiresAt) - now,
        shiftEndsInMs: Date.parse(shiftEndsAt) - now,
      };
    },
    async settings() {
      const response = await fetch("/auth/settings");
      if (!response.ok) throw await refusalOf(response);
      return (await response.json()) as SignInSettings;
    },
  };
}

interface TokenBody {
  token: string;
  account: Account;
  expiresAt: string;
  shiftEndsAt: string;
}

async function refusalOf(response: Response): Promise<AuthRefusal> {
  const retryAfter = Number(response.headers.get("retry-after"));
  const seconds = retryAfter > 0 ? retryAfter : null;
  try {
    const { code, message, unmet } = (await response.json()) as Record<"code" | "message" | "unmet", unknown>;
    const words = Array.isArray(unmet) ? unmet.filter((word) => typeof word === "string") : [];
    return new AuthRefusal(String(code), String(message), seconds, words);
  } catch {
    return new AuthRefusal("UNAVAILABLE", `status ${response.status}`, seconds);
  }
}
