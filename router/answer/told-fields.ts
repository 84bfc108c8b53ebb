import {
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { clientKeyOf, LISTED_KEY, SUBJECT_KEY } from "../departments/data-keys.ts";
import { isFields } from "../departments/fields.ts";
import type { Authorized } from "../permissions/authorize.ts";

/** What an answer told, as the access record names it: schema coordinates and never values. */
export type ToldFields = Pick<Authorized, "returned" | "masked" | "refused">;

/** Where something could not be read: response keys, with or without places in lists. */
export type UnreadPath = readonly (string | number)[];

const nothingTold = new WeakMap<Authorized, ToldFields>();

/** Of an operation that was refused whole: the record keeps what it was refused for. */
export function toldByRefusal(authorized: Authorized): ToldFields {
  const known = nothingTold.get(authorized) ?? { returned: [], masked: [], refused: authorized.refused };
  nothingTold.set(authorized, known);
  return known;
}

/**
 * The permitted fields that an answer told. A null that nothing has gone wrong with tells that there is nothing, and counts;
 * one that could not be read tells nothing. Only answers in which something went wrong are gone through.
 */
export function toldFields(
  authorized: Authorized,
  schema: GraphQLSchema,
  written: string,
  unread: readonly UnreadPath[],
): ToldFields {
  if (unread.length === 0) return authorized;
  const { told, lost } = new Reading(schema, unread).read(authorized.definition, JSON.parse(written));
  const isTold = (coordinate: string) => told.has(coordinate) || !lost.has(coordinate);
  return {
    returned: authorized.returned.filter(isTold),
    masked: authorized.masked.filter(isTold),
    refused: authorized.refused,
  };
}

/** Goes through an answer beside its operation: which coordinates it told of somebody, and which were lost of somebody. */
class Reading {
  private readonly told = new Set<string>();
  private readonly lost = new Set<string>();
  private readonly schema: GraphQLSchema;
  private readonly unread: readonly UnreadPath[];

  constructor(schema: GraphQLSchema, unread: readonly UnreadPath[]) {
    this.schema = schema;
    this.unread = unread;
  }

  read(definition: OperationDefinitionNode, data: unknown) {
    const root = this.schema.getRootType(definition.operation);
    // Where nothing at all was answered, nulls stand at the root.
    if (root) this.visit(definition.selectionSet, root, data ?? {}, []);
    return { told: this.told, lost: this.lost };
  }

  private visit(set: SelectionSetNode, type: GraphQLCompositeType, value: unknown, path: UnreadPath): void {
    if (Array.isArray(value)) {
      value.forEach((item: unknown, at) => {
        if (this.isUnread(item, [...path, at])) this.lose(set, type);
        else this.visit(set, type, item, [...path, at]);
      });
    }
    // Below what is not there, nothing was told and nothing lost.
    if (!isFields(value)) return;
    this.eachField(set, type, (key, coordinate, inner) => {
      const here = [...path, key];
      const isLost = this.isUnread(value[key], here);
      (isLost ? this.lost : this.told).add(coordinate);
      if (inner === null) return;
      if (isLost) this.lose(...inner);
      else this.visit(...inner, value[key], here);
    });
  }

  private lose(set: SelectionSetNode, type: GraphQLCompositeType): void {
    this.eachField(set, type, (_key, coordinate, inner) => {
      this.lost.add(coordinate);
      if (inner !== null) this.lose(...inner);
    });
  }

  private eachField(
    set: SelectionSetNode,
    type: GraphQLCompositeType,
    each: (key: string, coordinate: string, inner: [SelectionSetNode, GraphQLCompositeType] | null) => void,
  ): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const member = this.schema.getType(selection.typeCondition?.name.value ?? type.name);
        if (isCompositeType(member)) this.eachField(selection.selectionSet, member, each);
      } else if (selection.kind === Kind.FIELD && "getFields" in type) {
        const name = selection.name.value;
        const key = clientKeyOf(selection.alias?.value ?? name);
        const field = type.getFields()[name];
        // What the router asks for beside the client is in no answer.
        if (field === undefined || key === SUBJECT_KEY || key === LISTED_KEY) continue;
        const inner = getNamedType(field.type);
        const { selectionSet } = selection;
        each(key, `${type.name}.${name}`, selectionSet && isCompositeType(inner) ? [selectionSet, inner] : null);
      }
    }
  }

  private isUnread(value: unknown, path: UnreadPath): boolean {
    return (value === null || value === undefined) && this.unread.some((one) => areOnOneLine(one, path));
  }
}

/** True when one path leads to the other or beyond it. A path without places in lists stands for every place. */
function areOnOneLine(one: UnreadPath, other: UnreadPath): boolean {
  let a = 0;
  let b = 0;
  while (a < one.length && b < other.length) {
    const [left, right] = [one[a], other[b]];
    if (typeof left === typeof right) {
      if (left !== right) return false;
      a += 1;
      b += 1;
    } else if (typeof left === "number") a += 1;
    else b += 1;
  }
  return true;
}
