import { type FieldNode, type GraphQLSchema, isInterfaceType, isObjectType } from "graphql";

/**
 * A client chooses its aliases freely, but the plan reads keys of entities under their plain names: `id: name`
 * must not pass for an id. While departments answer, every alias therefore carries this prefix, which no field
 * of a schema may begin with; the answer is written under the client's own names again.
 */
export const ALIAS_PREFIX = "as__";

/** Response key under which every person's id is fetched for the access record; out of clients' reach. */
export const SUBJECT_KEY = "subject_of_record__";

/** Response key under which a list's people are asked for where the client asks for its pages and not for them. */
export const LISTED_KEY = "listed_for_record__";

/**
 * The key a field has in departments' data. `__typename` has no other: under an alias alone, the planner would
 * not ask for it again, and nobody would know what an object is. A field that can have arguments never stands
 * under its plain name: the plan may need that for the arguments of a `@requires`.
 */
export function sourceKeyOf(field: FieldNode, schema: GraphQLSchema): string {
  const name = field.name.value;
  if (name === "__typename") return name;
  const key = field.alias?.value ?? name;
  return key === name && !fieldsWithArguments(schema).has(name) ? name : ALIAS_PREFIX + key;
}

const known = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

/** By name alone: an implementer may take arguments its interface does not have. */
function fieldsWithArguments(schema: GraphQLSchema): ReadonlySet<string> {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const fields = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) => Object.values(type.getFields()));
  const names = new Set(fields.filter((field) => field.args.length > 0).map((field) => field.name));
  known.set(schema, names);
  return names;
}

/** The client's own key for a key of departments' data. */
export function clientKeyOf(key: string): string {
  return key.startsWith(ALIAS_PREFIX) ? key.slice(ALIAS_PREFIX.length) : key;
}
