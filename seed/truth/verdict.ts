/** What a rule comes to for one person. What cannot be judged is never a no: the facts that are missing are named. */
export type Verdict =
  | { readonly verdict: "HOLDS"; readonly isReceived: boolean }
  | { readonly verdict: "FAILS" }
  | { readonly verdict: "UNKNOWN"; readonly missing: readonly [string, ...string[]] };

export const fails: Verdict = { verdict: "FAILS" };

export function holds(isReceived: boolean): Verdict {
  return { verdict: "HOLDS", isReceived };
}

export function unknown(first: string, ...others: string[]): Verdict {
  return { verdict: "UNKNOWN", missing: [first, ...others] };
}
