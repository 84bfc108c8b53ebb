import DataLoader from "dataloader";
import { HubError } from "../errors.ts";
import { type LoaderContext, oneByKey } from "../loader.ts";
import type { Read } from "../read.ts";
import type { KnownPerson } from "./read-through.ts";

/** How old what is shown is. */
export interface Dated {
  readonly asOf: string;
  /** The source could not be asked since, or did not answer as agreed. */
  readonly isStale: boolean;
}

/**
 * One person or null per key, brought up to date from the source first. Only persons whose rows the viewer may see
 * are asked about. A person nothing is kept of while the source is down fails, since null would say that there is
 * nothing.
 */
export function refreshedByKey<Row extends KnownPerson>(
  context: LoaderContext,
  source: string,
  read: Read<Row>,
): DataLoader<string, (Row & Dated) | null> {
  const kept = oneByKey(context, read, (row) => row.id);
  return new DataLoader<string, (Row & Dated) | null>(async (keys) => {
    const readAt = performance.now();
    const rows = await Promise.all(keys.map((key) => kept.load(key)));
    const known = rows.filter((row) => row !== null);
    const freshness = await context.sources.refresh(source, known, readAt);
    return rows.map((row) => {
      if (row === null) return null;
      const { asOf, isStale } = freshness.get(row.id) ?? { asOf: row.asOf, isStale: true };
      return asOf === null ? new HubError("SUBGRAPH_UNAVAILABLE") : { ...row, asOf, isStale };
    });
  });
}
