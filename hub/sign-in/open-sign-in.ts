import type { Config } from "../config/config.ts";
import type { SignIn } from "../../router/http/sign-in.ts";
import type { TokenReader } from "../../router/viewer/token.ts";
import type { Installation } from "../installation.ts";
import { type IssuerKeys, openIssuerKeys } from "../keys/issuer-keys.ts";
import type { Observers } from "../observers.ts";
import { followRights } from "./rights-follower.ts";
import { openSignIn } from "./sign-in.ts";
import { loadRoles, tokenReaderOf } from "./token-trust.ts";

/** The login that checks passwords and keeps sessions. */
const SIGN_IN_LOGIN = "accounts-sign-in";

export interface Trusted {
  readonly tokens: TokenReader;
  readonly issuerKeys: IssuerKeys;
  close(): Promise<void>;
}

/** Reads tokens, and follows which of them are good no longer. */
export async function openTrust(config: Config, installation: Installation, { logger }: Observers): Promise<Trusted> {
  const follower = await followRights({
    url: installation.urlOf("accounts", "accounts-follower"),
    onFault: (error) => logger.error({ error }, "changes of rights could not be read"),
  });
  const issuerKeys = openIssuerKeys(config.dataFolder);
  return { tokens: tokenReaderOf(config, issuerKeys, follower), issuerKeys, close: () => follower.close() };
}

/** What the sign-in page shows of the demo. */
export interface Demo {
  /** Null where no demo accounts were given one. */
  readonly password: string | null;
  /** The full name of a division; null for a code the demo does not know. */
  areaName(code: string): string | null;
}

/** Opens sign-in at the door; in production no password of the demo is taken. */
export async function openDoor(
  config: Config,
  installation: Installation,
  issuer: IssuerKeys,
  demo: Demo,
): Promise<SignIn & { close(): Promise<void> }> {
  return openSignIn({
    ...config.signIn,
    url: installation.urlOf("accounts", SIGN_IN_LOGIN),
    secret: installation.secretOf("sessions"),
    isProduction: config.isProduction,
    rules: loadRoles(),
    issuer,
    oidc: config.oidc === null ? null : { issuer: config.oidc.issuer, audience: config.oidc.audience },
    demoAreaName: demo.areaName,
    demoPassword: config.isProduction ? null : demo.password,
  });
}
