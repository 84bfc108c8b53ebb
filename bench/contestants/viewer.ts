import { createRemoteJWKSet, jwtVerify } from "jose";
import type { Settings } from "./settings.ts";

/** The caller, as far as a hand-written handler needs to know. */
export interface Viewer {
  readonly id: string;
  readonly roles: readonly string[];
  readonly areas: readonly string[];
  readonly expiresAt: number;
}

/** Verifies tokens as the hub does: each once, and then it is remembered until it expires. */
export function createTokenReader(issuer: Settings["issuer"]): (authorization: string | undefined) => Promise<Viewer> {
  const keys = createRemoteJWKSet(new URL(issuer.jwksUrl));
  const known = new Map<string, Viewer>();
  return async (authorization = "") => {
    const viewer = known.get(authorization) ?? (await verify(authorization, issuer.name, keys));
    known.set(authorization, viewer);
    if (viewer.expiresAt * 1000 <= Date.now()) throw new Error("the token has expired");
    return viewer;
  };
}

async function verify(
  authorization: string,
  issuer: string,
  keys: ReturnType<typeof createRemoteJWKSet>,
): Promise<Viewer> {
  const { payload } = await jwtVerify(authorization.replace(/^Bearer /, ""), keys, {
    issuer,
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
