/** Where a balancer asks whether requests may be sent to a process. */
export const READY_PATH = "/health/ready";

/** What a process must have before requests may be sent to it. */
export type Need = "access-record" | "changes-of-rights" | "database" | "call-key";

/** What a balancer learns: the same of the router and of a department that runs alone. */
export interface ReadinessReply {
  readonly status: 200 | 503;
  readonly body: { readonly status: "ready" | "not-ready" | "draining"; readonly missing?: readonly Need[] };
}

export function readinessReply(isDraining: boolean, missing: readonly Need[]): ReadinessReply {
  if (isDraining) return { status: 503, body: { status: "draining" } };
  if (missing.length > 0) return { status: 503, body: { status: "not-ready", missing } };
  return { status: 200, body: { status: "ready" } };
}
