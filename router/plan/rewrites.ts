import type { FetchNodePathSegment, FetchRewrite } from "@graphql-hive/router-query-planner";
import type { GraphQLSchema } from "graphql";
import { type Fields, isFields } from "../departments/fields.ts";
import { typeMatcher } from "./targets.ts";

/** Compiles the planner's rewrites of a fetch: renamed keys and set values, on the way in or out. */
export function compileRewrites(
  rewrites: readonly FetchRewrite[],
  schema: GraphQLSchema,
): ((value: unknown) => void) | null {
  if (rewrites.length === 0) return null;
  const steps = rewrites.map((rewrite) => {
    if ("ValueSetter" in rewrite) return compileSet(rewrite.ValueSetter.path, rewrite.ValueSetter.setValueTo, schema);
    if ("KeyRenamer" in rewrite) return compileRename(rewrite.KeyRenamer.path, rewrite.KeyRenamer.renameKeyTo, schema);
    return compileSet(rewrite.path, rewrite.setValueTo, schema);
  });
  return (value) => {
    for (const step of steps) step(value);
  };
}

type Change = (parent: Fields, key: string) => void;

function compileSet(
  path: readonly FetchNodePathSegment[],
  to: string,
  schema: GraphQLSchema,
): (value: unknown) => void {
  return compileChange(path, schema, (parent, key) => {
    parent[key] = to;
  });
}

function compileRename(
  path: readonly FetchNodePathSegment[],
  to: string,
  schema: GraphQLSchema,
): (value: unknown) => void {
  return compileChange(path, schema, (parent, key) => {
    if (parent[key] === undefined) return;
    parent[to] = parent[key];
    Reflect.deleteProperty(parent, key);
  });
}

function compileChange(
  path: readonly FetchNodePathSegment[],
  schema: GraphQLSchema,
  change: Change,
): (value: unknown) => void {
  const [segment, ...rest] = path;
  if (segment === undefined) return () => undefined;
  const next = rest.length === 0 ? null : compileChange(rest, schema, change);
  const step = compileSegment(segment, schema, next, change);
  const everywhere = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(everywhere);
    else if (isFields(value)) step(value);
  };
  return everywhere;
}

function compileSegment(
  segment: FetchNodePathSegment,
  schema: GraphQLSchema,
  next: ((value: unknown) => void) | null,
  change: Change,
): (value: Fields) => void {
  if ("TypenameEquals" in segment) {
    const matches = typeMatcher(segment.TypenameEquals, schema);
    return (value) => {
      if (matches(value["__typename"])) next?.(value);
    };
  }
  const key = segment.Key;
  return (value) => {
    if (next === null) change(value, key);
    else next(value[key]);
  };
}
