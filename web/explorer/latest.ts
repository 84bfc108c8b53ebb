export interface Latest<Value> {
  readonly get: () => Value | null;
  readonly set: (value: Value) => void;
}

/** What the page drew last, for an editor that keeps the functions it is given first. */
export function createLatest<Value>(): Latest<Value> {
  let latest: Value | null = null;
  return {
    get: () => latest,
    set: (value) => {
      latest = value;
    },
  };
}
