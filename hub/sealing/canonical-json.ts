/** What may stand in a record or a seal: no fractions, which have more than one way to be written. */
export type Plain =
  string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain | undefined };

/**
 * The one way to write a value as JSON (RFC 8785): members in the order of their names, no blanks. Two texts are the
 * same value exactly when they are the same bytes, so that a hash of the text can be checked with any tool.
 */
export function canonical(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  // As in JSON, a member that is undefined is none.
  const members = Object.entries(value as Readonly<Record<string, Plain | undefined>>)
    .flatMap(([name, member]) => (member === undefined ? [] : [[name, member] as const]))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(",")}}`;
}
