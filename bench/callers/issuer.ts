import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

/** An OpenID issuer of the benchmark's own, as a province's single sign-on would be one. */
export interface Issuer {
  /** Settings that make the hub trust it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly name: string;
  readonly jwksUrl: string;
  /** A clerk of one area. */
  tokenFor(clerk: string, area: string): Promise<string>;
  close(): void;
}

export const AUDIENCE = "onedoor";
const LIFETIME = "15m";

export async function openIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: "bench", alg: "ES256", use: "sig" }] });
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(keys);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const name = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const jwksUrl = `${name}/jwks.json`;
  return {
    name,
    jwksUrl,
    environment: { OIDC_ISSUER: name, OIDC_AUDIENCE: AUDIENCE, OIDC_JWKS_URI: jwksUrl },
    tokenFor: (clerk, area) =>
      new SignJWT({ roles: ["window_clerk"], areas: [area] })
        .setProtectedHeader({ alg: "ES256", kid: "bench" })
        .setIssuer(name)
        .setAudience(AUDIENCE)
        .setSubject(clerk)
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(privateKey),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
