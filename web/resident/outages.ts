/** Remembers since when systems have not answered, from one look to the next. */
export interface Outages {
  /** `silent` names what was asked and did not answer, `answered` what did. */
  note(silent: readonly string[], answered: readonly string[], at: number): void;
  sinceOf(name: string): number | null;
}

export function createOutages(): Outages {
  const since = new Map<string, number>();
  return {
    note(silent, answered, at) {
      for (const name of answered) since.delete(name);
      for (const name of silent) if (!since.has(name)) since.set(name, at);
    },
    sinceOf: (name) => since.get(name) ?? null,
  };
}
