import { readAccessGraph } from "../schema/access/access-graph.ts";
import { namesOf } from "../schema/access/audiences.ts";
import { findWidenings } from "../schema/access/widenings.ts";
import type { Roles } from "../schema/roles.ts";

const MOST_TOLD = 5;

/**
 * Throws when some role would see more of a field that both supergraphs have: a rule is gone or weaker, or a mask. It
 * was not approved for a hub that is running; a hub that is started with such a file has been given it on purpose.
 */
export function refuseWidening(before: string, after: string, roles: Roles): void {
  const [old, now] = [readAccessGraph(before), readAccessGraph(after)];
  const known = new Set(old.coordinates);
  const wider = findWidenings({ graph: old, roles }, { graph: now, roles }).filter((one) => known.has(one.coordinate));
  if (wider.length === 0) return;
  const told = wider
    .slice(0, MOST_TOLD)
    .map(({ coordinate, audiences }) => `role ${namesOf(audiences).join(", ")} would see more of ${coordinate}`);
  const more = wider.length > MOST_TOLD ? `, and ${wider.length - MOST_TOLD} more` : "";
  throw new Error(
    `A supergraph that shows more is not taken while the hub runs: ${told.join("; ")}${more}. Have it approved (hub check) and start the hub with it.`,
  );
}
