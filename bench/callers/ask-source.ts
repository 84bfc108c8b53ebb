import type { Ask } from "../ask.ts";
import type { Question } from "../questions.ts";

/** Gives the questions of the benchmark, always the same ones, with tokens that have time left. */
export type AskSource = () => Promise<readonly Ask[]>;

// Tokens live 15 minutes; one contestant's turn is far shorter than what is left.
const RENEW_AFTER_MS = 10 * 60_000;

/** Keeps what `make` gives until it is about to expire. */
export function renewed<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let kept: Promise<Value> | null = null;
  let keptSince = 0;
  return () => {
    if (kept === null || performance.now() - keptSince > RENEW_AFTER_MS) {
      keptSince = performance.now();
      kept = make();
    }
    return kept;
  };
}

/** At a counter every look has a purpose of its own; with `onePurpose` all of them have the same. */
export function purposeOf(look: number, onePurpose: boolean): string {
  return `duty:measuring the hub, look ${onePurpose ? 0 : look}`;
}

/** One clerk's look. */
export function askOf({ document }: Question, variables: object, token: string, purpose: string): Ask {
  return { as: { token, purpose }, body: JSON.stringify({ query: document, variables }) };
}
