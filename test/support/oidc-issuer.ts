import { createServer } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";
import { closeAtOnce, listen, urlOf } from "../../subgraphs/shared/listen.ts";

/** Somebody the issuer knows, and what its tokens say of them. */
export interface OidcAccount {
  readonly name: string;
  readonly claims: object;
  readonly audience?: string;
  readonly ttlSeconds?: number;
}

/** An OpenID Connect issuer as others run one; tokens come from its token endpoint. */
export interface OidcIssuer {
  readonly issuer: string;
  readonly jwksUri: string;
  tokenFor(name: string): Promise<string>;
  close(): Promise<void>;
}

const SECRET = "a secret of the tests, long enough for anybody";

export async function openOidcIssuer(accounts: readonly OidcAccount[]): Promise<OidcIssuer> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const server = createServer((request, response) => {
    handle(request, response);
  });
  await listen(server, 0, "127.0.0.1");
  const issuer = urlOf(server);
  const find = (name: string | undefined) => accounts.find((one) => one.name === name);
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "issuer", alg: "ES256", use: "sig" }] },
    clients: accounts.map(({ name }) => ({
      client_id: name,
      client_secret: SECRET,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
      id_token_signed_response_alg: "ES256",
    })),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => "urn:onedoor",
        getResourceServerInfo: (_context: unknown, _resource: string, client: { clientId: string }) => ({
          scope: "",
          audience: find(client.clientId)?.audience ?? "onedoor",
          accessTokenFormat: "jwt",
          accessTokenTTL: find(client.clientId)?.ttlSeconds ?? 600,
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
    extraTokenClaims: (_context: unknown, token: { clientId: string }) => find(token.clientId)?.claims,
  });
  const handle = provider.callback();
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    async tokenFor(name) {
      const response = await fetch(`${issuer}/token`, {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from(`${name}:${encodeURIComponent(SECRET)}`).toString("base64")}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      });
      const body = (await response.json()) as { access_token?: string };
      if (body.access_token === undefined) throw new Error(`no token: ${JSON.stringify(body)}`);
      return body.access_token;
    },
    close: () => closeAtOnce(server),
  };
}
