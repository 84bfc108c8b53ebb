import { defaultFieldResolver, getNamedType, type GraphQLField, type GraphQLSchema, isObjectType } from "graphql";
import { isConnection, isCursorInput } from "./connections.ts";
import { HubError } from "./errors.ts";
import type { Connection } from "./page.ts";
import type { CursorSealer } from "./sealed-cursors.ts";

interface CursorContext {
  /** Only where a caller other than the hub's router reads the answers. */
  cursors?: CursorSealer;
}

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Seals the department's own cursors where no router of the hub does it: behind another federation router. Changes the
 * schema in place; without a sealer in the context nothing happens.
 */
export function guardCursors(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith("__")) continue;
    for (const field of Object.values(type.getFields()) as GraphQLField<unknown, CursorContext>[]) {
      if (isConnection(getNamedType(field.type))) sealField(field, `${type.name}.${field.name}`);
    }
  }
  return schema;
}

function sealField(field: GraphQLField<unknown, CursorContext>, list: string): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const inputs = field.args.filter(({ name, type }) => isCursorInput(name, getNamedType(type))).map(({ name }) => name);
  field.resolve = (parent, args: Arguments, context, info): unknown => {
    const { cursors } = context;
    if (cursors === undefined) return resolve(parent, args, context, info);
    const page: unknown = resolve(parent, opened(args, inputs, list, cursors), context, info);
    return page instanceof Promise ? page.then((found) => sealed(found, list, cursors)) : sealed(page, list, cursors);
  };
}

function opened(args: Arguments, inputs: readonly string[], list: string, cursors: CursorSealer): Arguments {
  const given = inputs.filter((name) => typeof args[name] === "string");
  const pairs = given.map((name) => {
    const cursor = cursors.open(list, String(args[name]));
    if (cursor === null) {
      throw new HubError("BAD_USER_INPUT", `${name} is not a cursor of this list: pass an endCursor unchanged.`);
    }
    return [name, cursor] as const;
  });
  return { ...args, ...Object.fromEntries(pairs) };
}

function sealed(page: unknown, list: string, cursors: CursorSealer): unknown {
  if (page === null || page === undefined) return page;
  const { edges, pageInfo, ...more } = page as Connection<unknown>;
  const { endCursor } = pageInfo;
  return {
    ...more,
    edges: edges.map((edge) => ({ ...edge, cursor: cursors.seal(list, edge.cursor) })),
    pageInfo: { ...pageInfo, endCursor: endCursor === null ? null : cursors.seal(list, endCursor) },
  };
}
