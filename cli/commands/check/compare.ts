import { buildSchema, type GraphQLSchema } from "graphql";
import { OperatorError } from "../../../hub/operator-error.ts";
import { type AccessGraph, readAccessGraph } from "../../../schema/access/access-graph.ts";
import { type ClientChange, findClientChanges } from "../../../schema/access/client-changes.ts";
import { findRoleWidenings, type RoleWidening } from "../../../schema/access/role-widenings.ts";
import { findWidenings, type Widening } from "../../../schema/access/widenings.ts";
import type { Roles } from "../../../schema/roles.ts";

/** A file to compare with: a supergraph, or the API schema alone, which says nothing of permissions. */
export interface OlderSchema {
  readonly clients: GraphQLSchema;
  readonly graph: AccessGraph | null;
}

export interface Comparison {
  /** Null when the older file holds no permissions. */
  readonly widenings: readonly Widening[] | null;
  /** What roles might do beside reading fields, and might not with the older roles. */
  readonly roles: readonly RoleWidening[];
  readonly breaking: readonly ClientChange[];
}

/** Reads a supergraph or an API schema. `file` is named when it is neither. */
export function readOlderSchema(text: string, file: string): OlderSchema {
  try {
    if (!/\benum\s+join__Graph\b/.test(text)) return { clients: buildSchema(text), graph: null };
    const graph = readAccessGraph(text);
    return { clients: graph.schema, graph };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : "it can't be read";
    throw new OperatorError(`${file} is neither a composed supergraph nor an API schema: ${reason ?? ""}`);
  }
}

/** What the new rules and schema would change, for roles and for clients. */
export function compare(
  older: OlderSchema & { readonly roles: Roles },
  newer: { readonly graph: AccessGraph; readonly roles: Roles },
): Comparison {
  return {
    widenings: older.graph === null ? null : findWidenings({ graph: older.graph, roles: older.roles }, newer),
    roles: findRoleWidenings(older.roles, newer.roles),
    breaking: findClientChanges(older.clients, newer.graph.schema),
  };
}
