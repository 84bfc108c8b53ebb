import type { FieldNode } from "graphql";

/**
 * A client chooses its aliases freely, but the plan reads keys of entities under their plain names: `id: name`
 * must not pass for an id. While departments answer, every alias therefore carries this prefix, which no field
 * of a schema may begin with; the answer is written under the client's own names again.
 */
export const ALIAS_PREFIX = "as__";

/** Response key under which every person's id is fetched for the access record; out of clients' reach. */
export const SUBJECT_KEY = "subject_of_record__";

/** The key a field has in departments' data. */
export function sourceKeyOf(field: FieldNode): string {
  const alias = field.alias?.value;
  return alias === undefined || alias === field.name.value ? field.name.value : ALIAS_PREFIX + alias;
}

/** The client's own key for a key of departments' data. */
export function clientKeyOf(key: string): string {
  return key.startsWith(ALIAS_PREFIX) ? key.slice(ALIAS_PREFIX.length) : key;
}
