import { createRemoteJWKSet } from "jose";
import { createTokenReader, type TokenReader } from "../../router/viewer/token.ts";
import type { Standing, TrustedIssuer } from "../../router/viewer/trusted-issuers.ts";
import type { Config } from "../config/config.ts";
import type { Installation } from "../installation.ts";
import { type IssuerKeys, openIssuerKeys, OWN_ISSUER } from "../keys/issuer-keys.ts";
import { loadRoles } from "../load-roles.ts";
import type { Observers } from "../observers.ts";
import { followRights } from "./rights-follower.ts";

/** Only signatures that a holder of the public key cannot make. */
const EXTERNAL_ALGORITHMS = ["ES256", "ES384", "PS256", "RS256", "EdDSA"];

/**
 * Reads tokens of the hub's own issuer, as long as they stand, and of the external one, when settings name it.
 * With null, which measurements alone give, each stands until it ends.
 */
export function tokenReaderOf(config: Config, own: IssuerKeys, standing: Standing | null): TokenReader {
  const trusted: TrustedIssuer = {
    issuer: OWN_ISSUER,
    audience: OWN_ISSUER,
    algorithms: ["ES256"],
    keys: own.verify,
    ...(standing === null ? {} : { standing }),
  };
  const external = config.oidc === null ? [] : [{ ...externalIssuer(config.oidc) }];
  return createTokenReader([trusted, ...external], loadRoles());
}

function externalIssuer(oidc: NonNullable<Config["oidc"]>): TrustedIssuer {
  return {
    isForeign: true,
    issuer: oidc.issuer,
    audience: oidc.audience,
    algorithms: EXTERNAL_ALGORITHMS,
    keys: createRemoteJWKSet(new URL(oidc.jwksUri)),
  };
}

export interface TokenTrust {
  readonly tokens: TokenReader;
  readonly issuerKeys: IssuerKeys;
  close(): Promise<void>;
}

/** Reads tokens, and follows which of them are no longer valid. */
export async function openTokenTrust(
  config: Config,
  installation: Installation,
  { logger }: Observers,
): Promise<TokenTrust> {
  const follower = await followRights({
    url: installation.urlOf("accounts", "accounts-follower"),
    onFault: (error) => logger.error({ error }, "changes of rights could not be read"),
  });
  const issuerKeys = openIssuerKeys(config.dataFolder);
  return { tokens: tokenReaderOf(config, issuerKeys, follower), issuerKeys, close: () => follower.close() };
}
