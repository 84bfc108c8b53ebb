import type { FlattenNodePathSegment } from "@graphql-hive/router-query-planner";
import { type GraphQLSchema, isAbstractType } from "graphql";
import { type Fields, isFields } from "../departments/fields.ts";

export type Path = readonly (string | number)[];
type Visit = (target: Fields, path: Path) => void;
type Walker = (value: unknown, path: Path, visit: Visit) => void;

/**
 * Compiles a plan's flatten path into a walk over the objects it leads to. Paths are only built up when
 * `withPaths` asks for them: an answer without errors never needs one.
 */
export function compileTargets(
  path: readonly FlattenNodePathSegment[],
  schema: GraphQLSchema,
): { collect(data: Fields): Fields[]; collectWithPaths(data: Fields): { target: Fields; path: Path }[] } {
  const walk = compileSegments(path, schema, true);
  const fast = compileSegments(path, schema, false);
  return {
    collect(data) {
      const found: Fields[] = [];
      fast(data, [], (target) => found.push(target));
      return found;
    },
    collectWithPaths(data) {
      const found: { target: Fields; path: Path }[] = [];
      walk(data, [], (target, at) => found.push({ target, path: at }));
      return found;
    },
  };
}

/** The response keys of a flatten path, without list positions. */
export function keysOf(path: readonly FlattenNodePathSegment[]): string[] {
  return path.flatMap((segment) => (typeof segment === "object" && "Field" in segment ? [segment.Field] : []));
}

function compileSegments(path: readonly FlattenNodePathSegment[], schema: GraphQLSchema, withPaths: boolean): Walker {
  const [segment, ...rest] = path;
  if (segment === undefined) return overItems((target, at, visit) => visit(target, at), withPaths);
  const next = compileSegments(rest, schema, withPaths);
  if (segment === "@") return overItems(next, withPaths);
  if ("Field" in segment) {
    const key = segment.Field;
    return (value, at, visit) => {
      if (isFields(value)) next(value[key], withPaths ? [...at, key] : at, visit);
    };
  }
  const matches = typeMatcher(segment.TypeCondition, schema);
  return (value, at, visit) => {
    if (isFields(value) && matches(value["__typename"])) next(value, at, visit);
  };
}

/** Goes into lists at any depth: the planner writes one step for a list of lists. */
function overItems(next: (item: Fields, path: Path, visit: Visit) => void, withPaths: boolean): Walker {
  const walk: Walker = (value, at, visit) => {
    if (isFields(value)) next(value, at, visit);
    else if (Array.isArray(value)) value.forEach((item, index) => walk(item, withPaths ? [...at, index] : at, visit));
  };
  return walk;
}

/** True for a `__typename` that is one of the types, or a member of one of them. */
export function typeMatcher(types: readonly string[], schema: GraphQLSchema): (typename: unknown) => boolean {
  const names = new Set(types);
  for (const type of types) {
    const definition = schema.getType(type);
    if (definition === undefined || !isAbstractType(definition)) continue;
    for (const member of schema.getPossibleTypes(definition)) names.add(member.name);
  }
  return (typename) => typeof typename === "string" && names.has(typename);
}
