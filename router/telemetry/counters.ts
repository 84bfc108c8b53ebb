import { type ErrorCode, messageOf } from "../../subgraphs/shared/errors.ts";

/** How calls below /auth/ end. */
export const signInOutcomes = [
  "signed-in",
  "wrong-credentials",
  "wrong-code",
  "weak-password",
  "password-changed",
  "account-blocked",
  "address-blocked",
  "busy",
  "signed-out",
  "no-session",
  "token",
  "cross-site",
  "bad-request",
  "failed",
] as const;
export type SignInOutcome = (typeof signInOutcomes)[number];

/**
 * What answering counts. Plain numbers that `/metrics` reads when it is asked: a counter of the metrics library
 * looks up its labels on every call, which a request would feel.
 */
export interface Counters {
  /** Documents that were known, and those that had to be checked first. */
  documentsKnown: number;
  documentsPrepared: number;
  /** Operations planned and compiled for one more set of permissions. */
  variantsCompiled: number;
  /** Plans asked for; the others were there for the same shape. */
  plansMade: number;
  /** Ends of the planner's processes, by whose operations they planned. */
  readonly plannerEnds: Record<"published" | "unpublished", number>;
  /** Answers withheld because the look could not be entered in the access record. */
  unrecorded: number;
  /** Answers of a database that belonged to another statement: nobody was shown them. */
  misrouted: number;
  shed: number;
  /** GraphQL requests open now. */
  openRequests: number;
  /** Fields a department refused because the viewer asked too often. */
  refusedForRate: number;
  readonly reloads: Record<"loaded" | "refused", number>;
  /** Errors told to clients, by code. */
  readonly errors: Record<ErrorCode, number>;
  readonly signIns: Record<SignInOutcome, number>;
}

export function createCounters(): Counters {
  const codes = Object.keys(messageOf) as ErrorCode[];
  return {
    documentsKnown: 0,
    documentsPrepared: 0,
    variantsCompiled: 0,
    plansMade: 0,
    plannerEnds: { published: 0, unpublished: 0 },
    unrecorded: 0,
    misrouted: 0,
    shed: 0,
    openRequests: 0,
    refusedForRate: 0,
    reloads: { loaded: 0, refused: 0 },
    errors: Object.fromEntries(codes.map((code) => [code, 0])) as Record<ErrorCode, number>,
    signIns: Object.fromEntries(signInOutcomes.map((outcome) => [outcome, 0])) as Record<SignInOutcome, number>,
  };
}
