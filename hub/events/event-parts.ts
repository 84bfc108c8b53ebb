import type { EventParts } from "../../schema/events/compose-events.ts";
import { readEventContracts } from "../../subgraphs/shared/event-contracts.ts";
import type { Subgraph } from "../../subgraphs/shared/define-subgraph.ts";
import { readRootFile } from "../installed-files.ts";

/** What each department tells (`events.graphql`) and hears (`handlers.ts`). */
export function eventPartsOf(departments: readonly Pick<Subgraph, "name" | "handlers">[]): EventParts[] {
  return departments.map(({ name, handlers = [] }) => {
    const text = read(`subgraphs/${name}/events.graphql`);
    return { name, contracts: text === null ? null : readEventContracts(text), handlers };
  });
}

function read(path: string): string | null {
  try {
    return readRootFile(path);
  } catch {
    return null;
  }
}
