import { createRemoteJWKSet, jwtVerify } from "jose";

/** The caller, as far as a hand-written handler needs to know. */
export interface Viewer {
  readonly id: string;
  readonly roles: readonly string[];
  readonly areas: readonly string[];
  readonly expiresAt: number;
}

/** Verifies tokens as the hub does: each once, and then it is remembered until it expires. */
export function createTokenReader(hubUrl: string): (authorization: string | undefined) => Promise<Viewer> {
  const keys = createRemoteJWKSet(new URL("/.well-known/jwks.json", hubUrl));
  const known = new Map<string, Viewer>();
  return async (authorization = "") => {
    const viewer = known.get(authorization) ?? (await verify(authorization, keys));
    known.set(authorization, viewer);
    if (viewer.expiresAt * 1000 <= Date.now()) throw new Error("the token has expired");
    return viewer;
  };
}

async function verify(authorization: string, keys: ReturnType<typeof createRemoteJWKSet>): Promise<Viewer> {
  const { payload } = await jwtVerify(authorization.replace(/^Bearer /, ""), keys, {
    issuer: "onedoor",
    audience: "onedoor",
    algorithms: ["ES256"],
  });
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  return {
    id: String(payload.sub),
    roles: list(payload["roles"]),
    areas: list(payload["areas"]),
    expiresAt: payload.exp ?? 0,
  };
}
