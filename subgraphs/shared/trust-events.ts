import type { Trust } from "./serve-alone.ts";
import { EVENT_HEADER, signedEventReader } from "./signed-event.ts";

/** Departments of the same hub may deliver events, whomever else a department believes; with the key before, too. */
export function trustEvents(hearer: string, masterKeys: readonly string[]): Required<Pick<Trust, "eventOf">> {
  const read = signedEventReader(masterKeys, hearer);
  return {
    eventOf({ headers }, body) {
      const header = headers[EVENT_HEADER];
      return typeof header === "string" ? read(header, body) : null;
    },
  };
}
