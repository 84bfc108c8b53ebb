import type { ReactNode } from "react";

/** A word that must not be overlooked. The colour only repeats what the word says. */
export function Mark({ as = "caution", children }: { as?: "caution" | "bad"; children: ReactNode }) {
  return <span className={`state state-${as}`}>{children}</span>;
}

/** A state in words, marked where it is not what it should be. */
export function Standing({ isGood, children }: { isGood: boolean; children: ReactNode }) {
  return isGood ? <>{children}</> : <Mark>{children}</Mark>;
}
