import type { Transport } from "../departments/transport.ts";
import { createEmergencyLookup } from "./emergency-accesses.ts";
import { createOpenItems } from "./open-items.ts";
import type { PurposeLookups } from "./purpose-lookups.ts";
import { createVisibleCases } from "./visible-cases.ts";

/** An item that was closed, or a case out of sight, is a purpose no longer than this. */
export const PURPOSES_KEPT_MS = 60_000;

/**
 * Looks up what purposes name, each where it is kept (docs/adr/0041). The items are asked for before the first request,
 * so that none of them waits; a department that does not answer keeps nobody from starting.
 */
export async function createPurposeLookups(
  transports: ReadonlyMap<string, Transport>,
  keptMs: number,
): Promise<PurposeLookups> {
  const items = createOpenItems(transports.get("services"), keptMs);
  await items.refresh();
  return {
    findEmergency: createEmergencyLookup(transports.get("population")),
    isOpenItem: items.isOpen,
    isVisibleCase: createVisibleCases(transports.get("cases"), keptMs),
  };
}
