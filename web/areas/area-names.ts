import type { Client } from "urql";
import { AreaNameDocument } from "../generated/graphql.ts";
import { fullNameOf } from "./full-name.ts";

/** Names of divisions by their codes, each asked for once. */
export interface AreaNames {
  /** Null while it is not known, and for a code that is none. */
  nameOf(code: string): string | null;
  /** Asks for those that are not known yet. */
  want(codes: readonly string[]): void;
  subscribe(listener: () => void): () => void;
  /** Another number each time more is known. */
  version(): number;
}

export function createAreaNames(client: Client): AreaNames {
  const names = new Map<string, string | null>();
  const listeners = new Set<() => void>();
  let version = 0;
  const ask = async (code: string): Promise<void> => {
    const { data, error } = await client.query(AreaNameDocument, { code }).toPromise();
    // What could not be asked for is asked for again by the next who wants it.
    if (error !== undefined) names.delete(code);
    else names.set(code, data?.area == null ? null : fullNameOf(data.area));
    version += 1;
    for (const listener of listeners) listener();
  };
  return {
    nameOf: (code) => names.get(code) ?? null,
    want(codes) {
      for (const code of new Set(codes)) {
        if (names.has(code)) continue;
        names.set(code, null);
        ask(code).catch(() => names.delete(code));
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
  };
}
