import { LRUCache } from "lru-cache";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";
import type { Operation } from "../operation/read-operation.ts";
import type { OperationPlan } from "../plan/plan-operation.ts";

// In fields and fragments, each about 2 KB once planned and compiled: clients that vary large documents, or the
// conditions of one, must not fill the memory.
const SELECTIONS_KEPT = 50_000;

/** What is worked out of documents once and kept for requests that come again. */
export interface KeptReady<Document extends object, Variant extends object> {
  readonly documents: LRUCache<string, Document>;
  readonly variants: LRUCache<string, Variant>;
  readonly plans: LRUCache<string, OperationPlan>;
  /** Variants and plans being made: who asks for one meanwhile waits for it. */
  readonly making: Map<string, Promise<unknown>>;
}

export function createKeptReady<
  Document extends { readonly operation: Operation },
  Variant extends object,
>(): KeptReady<Document, Variant> {
  return {
    documents: new LRUCache<string, Document>({
      maxSize: SELECTIONS_KEPT,
      sizeCalculation: ({ operation }, key) => operation.selections + Math.ceil(key.length / 1024),
    }),
    variants: new LRUCache({ maxSize: SELECTIONS_KEPT }),
    plans: new LRUCache({ maxSize: SELECTIONS_KEPT }),
    making: new Map(),
  };
}

/** Finds what is kept under a key, or has it made; once, however many ask for it at the same time. */
export async function keptOrMade<Value extends object>(
  { making }: Pick<KeptReady<object, object>, "making">,
  kept: LRUCache<string, Value>,
  key: string,
  size: number,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const under = making.get(key) as Promise<Value> | undefined;
  if (under !== undefined) return under;
  const made = make();
  making.set(key, made);
  try {
    const value = await made;
    kept.set(key, value, { size });
    return value;
  } finally {
    making.delete(key);
  }
}

/**
 * Who shares what is kept of documents that are not published: a document that somebody else has sent is answered sooner,
 * and that may be seen by those only who could ask about the same people. A viewer without areas shares with nobody.
 */
export function circleOf({ areas, residentId, id }: Viewer): string {
  return areas.length === 0 || residentId !== null ? `account ${id}` : `areas ${areas.join(",")}`;
}
