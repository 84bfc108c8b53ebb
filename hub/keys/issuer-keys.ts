import { readFileSync, statSync } from "node:fs";
import { createLocalJWKSet, importJWK, type JWK, type JWTPayload, type JWTVerifyGetKey, SignJWT } from "jose";
import { type Keys, keysFile, parseKeys, publicHalf } from "./stored-keys.ts";

/** `iss` and `aud` of the hub's own tokens. */
export const OWN_ISSUER = "onedoor";

/** The keys of the hub's own issuer, as they are at the moment somebody asks. */
export interface IssuerKeys {
  readonly verify: JWTVerifyGetKey;
  /** What /.well-known/jwks.json shows; written out each time. */
  readonly jwks: { toJSON(): { keys: JWK[] } };
  /** A token of ours about the account, good until the instant, in milliseconds of Unix time. */
  sign(accountId: string, claims: JWTPayload, expiresAt: number): Promise<string>;
}

/**
 * Follows the data folder's keys, so that a hub under way accepts the tokens of a new key from the first one on. A
 * token is verified once and then remembered, so a look at the file for each costs nothing that could be felt.
 */
export function openIssuerKeys(dataFolder: string): IssuerKeys {
  const file = keysFile(dataFolder);
  let mark = "";
  let kept: Pick<Keys, "issuer" | "previousIssuer"> | null = null;
  let set: { kids: string; find: JWTVerifyGetKey } | null = null;
  let signing: { kid: string; key: Awaited<ReturnType<typeof importJWK>> } | null = null;

  const read = () => {
    const { mtimeMs, size, ino } = statSync(file);
    const now = `${mtimeMs} ${size} ${ino}`;
    if (kept === null || now !== mark) kept = parseKeys(readFileSync(file, "utf8"));
    mark = now;
    return kept;
  };

  const accepted = (): JWK[] => {
    const { issuer, previousIssuer } = read();
    const isOver = previousIssuer === undefined || previousIssuer.acceptedUntil <= Date.now();
    return isOver ? [publicHalf(issuer)] : [publicHalf(issuer), publicHalf(previousIssuer.key)];
  };

  return {
    verify: async (header, token) => {
      const keys = accepted();
      const kids = keys.map(({ kid }) => kid).join(" ");
      if (set?.kids !== kids) set = { kids, find: createLocalJWKSet({ keys }) };
      return set.find(header, token);
    },
    jwks: { toJSON: () => ({ keys: accepted() }) },
    async sign(accountId, claims, expiresAt) {
      const { issuer } = read();
      const { kid } = issuer;
      if (signing?.kid !== kid) signing = { kid, key: await importJWK(issuer, "ES256") };
      return new SignJWT(claims)
        .setProtectedHeader({ alg: "ES256", kid, typ: "JWT" })
        .setIssuer(OWN_ISSUER)
        .setAudience(OWN_ISSUER)
        .setSubject(accountId)
        .setIssuedAt()
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(signing.key);
    },
  };
}
