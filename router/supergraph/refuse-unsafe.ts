import { lintSupergraph } from "../../schema/lint/lint-supergraph.ts";
import type { WrittenSupergraph } from "../../schema/read-supergraph.ts";
import { UnsafeSupergraphError } from "./unsafe-supergraph-error.ts";

/** Throws unless the supergraph passes the rules of `hub lint` that it alone can be judged by. */
export function refuseUnsafe(supergraph: WrittenSupergraph): void {
  const findings = lintSupergraph(supergraph);
  if (findings.length === 0) return;
  const count = findings.length === 1 ? "one rule" : `${findings.length} rules`;
  throw new UnsafeSupergraphError(
    `The supergraph breaks ${count} of hub lint and is not served. Mend the departments' SDL and compose again:`,
    findings,
  );
}

/** Without permissions nothing is checked, so nobody's data may be in it. */
export function refusePeople({ holdsPeople }: { readonly holdsPeople: boolean }): void {
  if (!holdsPeople) return;
  throw new UnsafeSupergraphError(
    "This supergraph holds people (@person): it is never served without permissions and an access record.",
  );
}
