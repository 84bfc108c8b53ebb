import { HubError } from "./errors.ts";

/** A department's own failure, for the operator's log: the caller is only told that there was one. */
export interface Fault {
  readonly department: string;
  /** Left out where the caller gave none. */
  readonly requestId: string | undefined;
  readonly error: unknown;
}

export type OnFault = (fault: Fault) => void;

/**
 * Hands over what lies behind the errors of one reply, each kind once: a read that fails does so for every key of its
 * batch. What the department worded itself is an outcome and no failure, save when it says that it failed.
 */
export function reportFaults(errors: readonly unknown[], call: Omit<Fault, "error">, onFault: OnFault): void {
  const known = new Set<string>();
  for (const told of errors) {
    const error = (told as { originalError?: unknown } | null)?.originalError ?? told;
    if (error instanceof HubError && error.code !== "INTERNAL") continue;
    const kind = kindOf(error);
    if (known.has(kind)) continue;
    known.add(kind);
    onFault({ ...call, error });
  }
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return `${error.name} ${"code" in error ? String(error.code) : ""}`;
}
