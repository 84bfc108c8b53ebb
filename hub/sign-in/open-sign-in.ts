import type { SignIn } from "../../router/http/sign-in.ts";
import type { Config } from "../config/config.ts";
import type { Installation } from "../installation.ts";
import type { IssuerKeys } from "../keys/issuer-keys.ts";
import { loadRoles } from "../load-roles.ts";
import { openSignIn } from "./sign-in.ts";

/** The login that checks passwords and keeps sessions. */
const SIGN_IN_LOGIN = "accounts-sign-in";

/** What the sign-in page shows of the demo. */
export interface Demo {
  /** Null where no demo accounts were given one. */
  readonly password: string | null;
  /** The full name of a division; null for a code the demo does not know. */
  areaName(code: string): string | null;
}

/** Opens sign-in at the door; in production no password of the demo is taken. */
export function openDoor(
  config: Config,
  installation: Installation,
  issuer: IssuerKeys,
  demo: Demo,
): SignIn & { close(): Promise<void> } {
  return openSignIn({
    ...config.signIn,
    ...installation.pooledOf("accounts", SIGN_IN_LOGIN),
    secret: installation.secretOf("sessions"),
    isProduction: config.isProduction,
    rules: loadRoles(),
    issuer,
    oidc: config.oidc === null ? null : { issuer: config.oidc.issuer, audience: config.oidc.audience },
    demoAreaName: demo.areaName,
    demoPassword: config.isProduction ? null : demo.password,
  });
}
