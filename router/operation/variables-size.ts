/** What a request's variables amount to, as they were sent. */
export interface VariablesSize {
  /** Characters of names and texts, and one for each value. */
  readonly size: number;
  readonly depth: number;
}

/** Counts with a list of its own: values may be nested as deep as a body is long. */
export function measureVariables(variables: Readonly<Record<string, unknown>>): VariablesSize {
  let size = 0;
  let depth = 0;
  const waiting: { value: unknown; level: number }[] = [{ value: variables, level: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, level } = next;
    depth = Math.max(depth, level);
    size += typeof value === "string" ? value.length + 1 : 1;
    if (typeof value !== "object" || value === null) continue;
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) size += name.length;
      waiting.push({ value: inner, level: level + 1 });
    }
  }
  return { size, depth };
}
