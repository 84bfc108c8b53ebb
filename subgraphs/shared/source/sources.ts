import type { Database } from "../database.ts";
import { openSource, type Source } from "./call-source.ts";
import {
  createReadThrough,
  type Freshness,
  type KnownPerson,
  type ReadThroughOptions,
  type SourceDefinition,
} from "./read-through.ts";

/** Where sources are and how patient to be with them; from the settings and from nowhere else. */
export interface SourceSettings {
  /** Addresses by source; a source without one is shown as it was last kept. */
  readonly addresses: ReadonlyMap<string, string>;
  readonly timeoutMs: number;
  /** How long an answer is taken for new. */
  readonly freshMs: number;
  /** How long a source is left alone after a failure; 5 s when left out. */
  readonly pauseMs?: number;
}

/** No source is connected. */
export const noSourceSettings: SourceSettings = { addresses: new Map(), timeoutMs: 2_000, freshMs: 300_000 };

const PAUSE_MS = 5_000;

/** The sources of one department. */
export interface Sources {
  /** Brings what is kept of the persons up to date where it can, and says how old it now is. */
  refresh(source: string, persons: readonly KnownPerson[], readAt: number): Promise<ReadonlyMap<string, Freshness>>;
  /** For data that come on their own, at the latest every so often. */
  readonly freshMs: number;
  close(): Promise<void>;
}

/** Connects a department to its sources. */
export function openSources(
  definitions: readonly SourceDefinition[],
  database: Pick<Database, "hand">,
  { addresses, timeoutMs, freshMs, pauseMs = PAUSE_MS }: SourceSettings,
  { onFault, onRefused }: Pick<ReadThroughOptions, "onFault" | "onRefused">,
): Sources {
  const opened: Source[] = [];
  const byName = new Map(
    definitions.map((definition) => {
      const address = addresses.get(definition.name);
      const source = address === undefined ? null : openSource(address, timeoutMs);
      if (source !== null) opened.push(source);
      const ask = source?.ask ?? null;
      return [
        definition.name,
        createReadThrough({ definition, database, ask, freshMs, pauseMs, onFault, onRefused }),
      ] as const;
    }),
  );
  return {
    freshMs,
    refresh(name, persons, readAt) {
      const source = byName.get(name);
      if (source === undefined) throw new Error(`the department has no source ${name}`);
      return source.refresh(persons, readAt);
    },
    async close() {
      await Promise.all(opened.map((one) => one.close()));
    },
  };
}
