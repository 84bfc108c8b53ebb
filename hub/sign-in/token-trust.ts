import { createRemoteJWKSet } from "jose";
import type { Config } from "../config/config.ts";
import { parseRoles, type Roles } from "../../schema/roles.ts";
import { createTokenReader, type Standing, type TokenReader, type TrustedIssuer } from "../../router/viewer/token.ts";
import { type IssuerKeys, OWN_ISSUER } from "../keys/issuer-keys.ts";
import { readRootFile } from "../installed-files.ts";

/** Only signatures that a holder of the public key cannot make. */
const EXTERNAL_ALGORITHMS = ["ES256", "ES384", "PS256", "RS256", "EdDSA"];

export function loadRoles(): Roles {
  return parseRoles(readRootFile("schema/roles.yaml"));
}

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
