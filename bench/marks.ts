import type { Figures, Results } from "./figures.ts";

/** What the hub promises of one figure: at least, or at most, so many times another. */
export interface Mark {
  readonly promise: string;
  /** The bound. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Contestants without which nothing can be said. */
  readonly needs: readonly string[];
  /** Null where the system does not tell. */
  measure(...figures: readonly Figures[]): number | null;
  /** True where another mark stands in its place once that one can be measured. */
  readonly unless?: string;
}

/** Whether a mark is met here; null where it can't be said. */
export interface Verdict {
  readonly promise: string;
  readonly measured: string;
  readonly isMet: boolean | null;
}

/** Judges every mark. One that could not be measured is said to be so, and never passed over. */
export function judge(marks: readonly Mark[], results: Results): Verdict[] {
  return marks
    .filter(({ unless }) => unless === undefined || !results.has(unless))
    .map(({ promise, needs, measure, atLeast = -Infinity, atMost = Infinity }) => {
      const missing = needs.filter((name) => !results.has(name));
      if (missing.length > 0) return { promise, measured: `without ${missing.join(", ")}`, isMet: null };
      const value = measure(...needs.flatMap((name) => results.get(name) ?? []));
      if (value === null) return { promise, measured: "the system does not tell", isMet: null };
      return { promise, measured: `${value.toFixed(2)} ×`, isMet: value >= atLeast && value <= atMost };
    });
}

/** The first answers at least so many times as often as the second. */
export function answersAtLeast(first: string, atLeast: number, second: string): Mark {
  const promise = `\`${first}\` answers at least ${atLeast} × as often as \`${second}\``;
  return { promise, atLeast, needs: [first, second], measure: (one, other) => quotient(one?.rps, other?.rps) };
}

/** The first takes at most so many times the processor time of the second, that of the work beside included where it says so. */
export function takesAtMost(first: string, atMost: number, second: string, besides: string | null = null): Mark {
  const timeOf = (figures?: Figures) => {
    if (figures?.processorTime == null) return null;
    if (besides === null) return figures.processorTime;
    return figures.besideTime === null ? null : figures.processorTime + figures.besideTime;
  };
  const what = besides === null ? "processor time" : `processor time, with ${besides},`;
  const promise = `\`${first}\` takes at most ${atMost} × the ${what} of \`${second}\``;
  return { promise, atMost, needs: [first, second], measure: (one, other) => quotient(timeOf(one), timeOf(other)) };
}

/** The first holds at most so many times the memory of the second under load. */
export function holdsAtMost(first: string, atMost: number, second: string): Mark {
  const promise = `\`${first}\` holds at most ${atMost} × the memory of \`${second}\` under load`;
  return { promise, atMost, needs: [first, second], measure: (one, other) => quotient(one?.memory, other?.memory) };
}

export function spreadsAtMost(name: string, atMost: number): Mark {
  const promise = `p99 of \`${name}\` is at most ${atMost} × its p50`;
  return { promise, atMost, needs: [name], measure: (figures) => quotient(figures?.p99, figures?.p50) };
}

function quotient(one: number | null | undefined, other: number | null | undefined): number | null {
  return one == null || other == null || other === 0 ? null : one / other;
}
