import { type IssuerKeys, openIssuerKeys, OWN_ISSUER } from "../../hub/keys/issuer-keys.ts";
import { loadKeys } from "../../hub/keys/stored-keys.ts";
import { type Follower, followRights } from "../../hub/sign-in/rights-follower.ts";
import { openSignIn, type SignInOptions } from "../../hub/sign-in/sign-in.ts";
import type { SignIn } from "../../router/http/sign-in.ts";
import type { TrustedIssuer } from "../../router/viewer/trusted-issuers.ts";
import { demoAreaName } from "../../seed/places/demo-area-names.ts";
import type { TestDatabase } from "./database.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface SignInSettingsOfTest {
  readonly shiftSeconds?: number;
  readonly isProduction?: boolean;
  readonly takesPasswords?: boolean;
  readonly demoPassword?: string | null;
  /** How often changes of rights are read. */
  readonly everyMs?: number;
}

export interface OpenedSignIn {
  readonly signIn: SignIn;
  readonly follower: Follower;
  readonly issuerKeys: IssuerKeys;
  /** The hub's own issuer, whose tokens stand as long as the follower says. */
  readonly trusted: TrustedIssuer;
  close(): Promise<void>;
}

/** Sign-in on a test's database, with keys of its own. */
export async function openTestSignIn(
  database: Pick<TestDatabase, "urlFor">,
  rules: SignInOptions["rules"],
  given: SignInSettingsOfTest,
): Promise<OpenedSignIn> {
  const folder = await temporaryFolder("onedoor-sign-in-");
  await loadKeys(folder.path);
  const issuerKeys = openIssuerKeys(folder.path);
  const { everyMs = 200, shiftSeconds = 9 * 3_600, isProduction = false, takesPasswords = true } = given;
  const follower = await followRights({ url: database.urlFor("accounts-follower"), everyMs });
  const signIn = openSignIn({
    url: database.urlFor("accounts-sign-in"),
    secret: "the tests' own secret for cookies, long enough",
    shiftSeconds,
    isProduction,
    takesPasswords,
    demoPassword: given.demoPassword ?? null,
    demoAreaName,
    oidc: null,
    rules,
    issuer: issuerKeys,
  });
  return {
    signIn,
    follower,
    issuerKeys,
    trusted: {
      issuer: OWN_ISSUER,
      audience: OWN_ISSUER,
      algorithms: ["ES256"],
      keys: issuerKeys.verify,
      standing: follower,
    },
    async close() {
      await signIn.close();
      await follower.close();
      await folder.remove();
    },
  };
}
