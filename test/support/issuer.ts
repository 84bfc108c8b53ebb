import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { TrustedIssuer } from "../../router/viewer/trusted-issuers.ts";

/** Claims of a test token; what is left out has the value of a clerk of 320105006. */
export interface TestClaims {
  sub?: string;
  roles?: string[];
  areas?: string[];
  department?: string;
  /** Whose own record the `resident` role sees. */
  residentId?: string;
  scope?: string;
  /** Who had a hand in making the account. */
  makers?: string[];
  ttlSeconds?: number;
}

/** An issuer of the tests' own, trusted like any other. */
export interface TestIssuer {
  readonly trusted: TrustedIssuer;
  readonly jwks: object;
  readonly tokenFor: (claims?: TestClaims) => Promise<string>;
}

export async function createIssuer(name = "https://issuer.test"): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "test", alg: "ES256" }] };
  return {
    jwks,
    trusted: { issuer: name, audience: "onedoor", algorithms: ["ES256"], keys: createLocalJWKSet(jwks) },
    tokenFor: ({
      sub = "1",
      roles = ["window_clerk"],
      areas = ["320105006"],
      department,
      residentId,
      scope,
      makers,
      ttlSeconds = 300,
    } = {}) =>
      new SignJWT({ roles, areas, department, resident_id: residentId, scope, makers })
        .setProtectedHeader({ alg: "ES256", kid: "test" })
        .setIssuer(name)
        .setAudience("onedoor")
        .setSubject(sub)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + ttlSeconds)
        .sign(privateKey),
  };
}
