import { createLocalJWKSet, createRemoteJWKSet, type JWK } from "jose";
import type { Config } from "../router/config.ts";
import { parseRoles, type Roles } from "../schema/roles.ts";
import { createTokenReader, type TokenReader, type TrustedIssuer } from "../subgraphs/shared/token.ts";
import type { Keys } from "./keys.ts";
import { readRootFile } from "./root.ts";

/** `iss` and `aud` of the hub's own tokens. */
export const OWN_ISSUER = "onedoor";

/** Only signatures that a holder of the public key cannot make. */
const EXTERNAL_ALGORITHMS = ["ES256", "ES384", "PS256", "RS256", "EdDSA"];

export function loadRoles(): Roles {
  return parseRoles(readRootFile("schema/roles.yaml"));
}

/** The hub's public keys, as served at /.well-known/jwks.json. */
export function publicKeysOf(keys: Keys): { keys: JWK[] } {
  const { kty, crv, x, y, kid, alg, use } = keys.issuer as JWK;
  return { keys: [{ kty, crv, x, y, kid, alg, use } as JWK] };
}

/** Reads tokens of the hub's own issuer and of the external one, when settings name it. */
export function tokenReaderOf(config: Config, keys: Keys): TokenReader {
  const own: TrustedIssuer = {
    issuer: OWN_ISSUER,
    audience: OWN_ISSUER,
    algorithms: ["ES256"],
    keys: createLocalJWKSet(publicKeysOf(keys)),
  };
  const external = config.oidc === null ? [] : [{ ...externalIssuer(config.oidc) }];
  return createTokenReader([own, ...external], loadRoles());
}

function externalIssuer(oidc: NonNullable<Config["oidc"]>): TrustedIssuer {
  return {
    issuer: oidc.issuer,
    audience: oidc.audience,
    algorithms: EXTERNAL_ALGORITHMS,
    keys: createRemoteJWKSet(new URL(oidc.jwksUri)),
  };
}
