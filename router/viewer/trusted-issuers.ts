import { type JWTPayload, jwtVerify, type JWTVerifyGetKey } from "jose";

/** One issuer whose tokens are accepted. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  readonly keys: JWTVerifyGetKey;
  /** True where subjects are another's and no accounts of the hub: issuer and subject together are the person. */
  readonly isForeign?: boolean;
  /** Which of its tokens are no longer valid; without it each is valid until it ends. */
  readonly standing?: Standing;
}

/** What is checked of every token each time, however often it was verified before. */
export interface Standing {
  /** False while it can't be told: nothing is believed then. */
  isKnown(): boolean;
  isOver(token: TokenMarks): boolean;
}

/** What tells tokens from before a change from those after it. */
export interface TokenMarks {
  readonly accountId: string;
  /** As it was when the token was made; 0 where the token does not say. */
  readonly rightsVersion: number;
  /** The session it was made for; null where there was none. */
  readonly sessionId: string | null;
}

/** How far the clocks of the issuer and of this host may differ. A token that has ended is none all the same. */
export const CLOCK_SKEW_SECONDS = 30;

/** Verifies a token by the first issuer that takes it. Rejects with the last refusal. */
export async function verifyByAny(
  token: string,
  issuers: readonly TrustedIssuer[],
): Promise<{ payload: JWTPayload; by: TrustedIssuer }> {
  let failure: unknown = new Error("no issuer is trusted");
  for (const by of issuers) {
    const { issuer, audience, algorithms, keys } = by;
    try {
      const options = {
        issuer,
        audience,
        algorithms: [...algorithms],
        requiredClaims: ["exp"],
        clockTolerance: CLOCK_SKEW_SECONDS,
      };
      return { payload: (await jwtVerify(token, keys, options)).payload, by };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
