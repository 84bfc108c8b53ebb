const PREFIX = "onedoor.draft.";

/** What was typed and not yet sent, by what it is about and who typed it. It outlives a reload, and not the tab. */
export interface Drafts {
  read(name: string, accountId: string): unknown;
  keep(name: string, accountId: string, draft: object): void;
  drop(name: string, accountId: string): void;
}

type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

export function createDrafts(kept: Kept): Drafts & { forgetAll(): void } {
  const placeOf = (name: string, accountId: string) => `${PREFIX}${accountId}.${name}`;
  return {
    read(name, accountId) {
      const text = kept.getItem(placeOf(name, accountId));
      return text === null ? null : (JSON.parse(text) as unknown);
    },
    keep(name, accountId, draft) {
      try {
        kept.setItem(placeOf(name, accountId), JSON.stringify(draft));
      } catch {
        // A full or closed storage loses the draft on a reload; the page itself still holds it.
      }
    },
    drop(name, accountId) {
      kept.removeItem(placeOf(name, accountId));
    },
    forgetAll() {
      const places = Array.from({ length: kept.length }, (_, at) => kept.key(at));
      for (const place of places) if (place?.startsWith(PREFIX) === true) kept.removeItem(place);
    },
  };
}
