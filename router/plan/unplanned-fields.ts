import {
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { typenameField } from "../../schema/typename-field.ts";
import type { RequiredFields } from "./required-fields.ts";
import { clientKeyOf, LISTED_KEY, SUBJECT_KEY } from "../departments/data-keys.ts";

/** Where fields stand, in clients' words, that a plan leaves out. */
export type UnplannedFields = ReadonlySet<string>;

/** One key may stand for two fields, on objects of two types: only one of them may be beyond planning. */
export function placeOf(path: readonly string[], field: string): string {
  return JSON.stringify([...path, field]);
}

/**
 * The places of fields that some department works out from others' values: what a planner gets wrong, as far as we
 * have met it. What the access record needs is never among them.
 */
export function workedOutPlaces(
  definition: OperationDefinitionNode,
  schema: GraphQLSchema,
  required: RequiredFields,
): string[] {
  const workedOut = new Set([...required.keys()].map((key) => key.slice(key.indexOf(" ") + 1)));
  const found = new Set<string>();
  const look = (set: SelectionSetNode, type: GraphQLNamedType | undefined, path: readonly string[]): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD || isOfRecord(selection)) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        look(selection.selectionSet, condition === undefined ? type : schema.getType(condition), path);
        continue;
      }
      const name = selection.name.value;
      const here = [...path, keyOf(selection)];
      if (ownersOf(type, schema).some((owner) => workedOut.has(`${owner}.${name}`))) found.add(placeOf(here, name));
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
      if (selection.selectionSet !== undefined && field !== undefined) {
        look(selection.selectionSet, getNamedType(field.type), here);
      }
    }
  };
  look(definition.selectionSet, schema.getRootType(definition.operation) ?? undefined, []);
  return [...found];
}

/** The operation without the fields at these places. Whether their objects are there is still asked for. */
export function withoutPlaces(definition: OperationDefinitionNode, places: UnplannedFields): OperationDefinitionNode {
  const prune = (set: SelectionSetNode, path: readonly string[]): SelectionNode[] =>
    set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD || isOfRecord(selection)) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const inner = prune(selection.selectionSet, path);
        return inner.length === 0 ? [] : [{ ...selection, selectionSet: setOf(inner) }];
      }
      const here = [...path, keyOf(selection)];
      if (places.has(placeOf(here, selection.name.value))) return [];
      if (selection.selectionSet === undefined) return [selection];
      const inner = prune(selection.selectionSet, here);
      return [{ ...selection, selectionSet: setOf(inner.length === 0 ? [typenameField] : inner) }];
    });
  return { ...definition, selectionSet: setOf(prune(definition.selectionSet, [])) };
}

function ownersOf(type: GraphQLNamedType | undefined, schema: GraphQLSchema): string[] {
  if (isObjectType(type)) return [type.name, ...type.getInterfaces().map(({ name }) => name)];
  if (!isAbstractType(type)) return [];
  return [type.name, ...schema.getPossibleTypes(type).flatMap((member) => ownersOf(member, schema))];
}

function isOfRecord(selection: SelectionNode): boolean {
  const alias = selection.kind === Kind.FIELD ? selection.alias?.value : undefined;
  return alias === SUBJECT_KEY || alias === LISTED_KEY;
}

function keyOf({ alias, name }: FieldNode): string {
  return clientKeyOf((alias ?? name).value);
}

function setOf(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}
