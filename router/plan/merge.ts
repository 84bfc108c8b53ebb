import { type GraphQLSchema, isAbstractType } from "graphql";
import { type Fields, isFields } from "../departments/fields.ts";

/** Adds what a department sent to what is already there. */
export type Merge = (target: Fields, source: Fields) => void;

/**
 * Compiles the merge for a schema: objects field by field, lists item by item, so that two departments can
 * each give a part of one object. What comes later wins, except that a concrete `__typename` is never
 * replaced: a department that knows only the interface would name that.
 */
export function compileMerge(schema: GraphQLSchema): Merge {
  const abstract = new Set(
    Object.values(schema.getTypeMap())
      .filter(isAbstractType)
      .map((type) => type.name),
  );

  const merge: Merge = (target, source) => {
    for (const key of Object.keys(source)) {
      if (key === "__proto__") continue;
      const present = target[key];
      if (present === undefined || present === null) target[key] = source[key];
      else if (key === "__typename") target[key] = abstract.has(present as string) ? source[key] : present;
      else target[key] = mergeValues(present, source[key]);
    }
  };

  const mergeValues = (present: unknown, value: unknown): unknown => {
    if (Array.isArray(present) && Array.isArray(value)) {
      return present.length === value.length ? present.map((item, at) => mergeValues(item, value[at])) : value;
    }
    if (!isFields(present) || !isFields(value)) return value ?? present;
    merge(present, value);
    return present;
  };

  return merge;
}
