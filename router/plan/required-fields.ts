import type { RequiresSelection } from "@graphql-hive/router-query-planner";
import { type DocumentNode, type GraphQLSchema, Kind, type SelectionSetNode } from "graphql";
import { ownFieldsIn, parseFieldSet } from "../../schema/field-set.ts";
import { joinedFields } from "../../schema/join.ts";
import { membersOf } from "../../schema/members-of.ts";

/** Values a department needs before it can give a field: `ratings Party.sign` → `name`, `rank`. */
export type RequiredFields = ReadonlyMap<string, readonly string[]>;

/** Reads what the fields of a supergraph require. */
export function readRequiredFields(supergraph: DocumentNode, departmentOf: (graph: string) => string): RequiredFields {
  const required = new Map<string, readonly string[]>();
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of type.fields ?? []) {
      for (const { graph, requires } of joinedFields(field)) {
        if (graph === null || requires === "") continue;
        const name = `${departmentOf(graph)} ${type.name.value}.${field.name.value}`;
        required.set(name, ownFieldsIn(parseFieldSet(requires)));
      }
    }
  }
  return required;
}

/** What fields that an `@interfaceObject` adds are worked out from: `Media.slug` → `{ title }`. */
export function readAddedFields(
  supergraph: DocumentNode,
  interfaceObjects: ReadonlySet<string>,
): ReadonlyMap<string, SelectionSetNode> {
  const added = new Map<string, SelectionSetNode>();
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION || !interfaceObjects.has(type.name.value)) continue;
    for (const field of type.fields ?? []) {
      const joined = joinedFields(field).find(({ requires }) => requires !== "");
      if (joined !== undefined) added.set(`${type.name.value}.${field.name.value}`, parseFieldSet(joined.requires));
    }
  }
  return added;
}

/**
 * Throws when a plan asks a department for a field without sending all it is worked out from: the department
 * would work it out from nothing, and a wrong answer is worse than none.
 */
export function checkRequires(
  service: string,
  entities: SelectionSetNode,
  requires: readonly RequiresSelection[],
  required: RequiredFields,
  schema: GraphQLSchema,
): void {
  for (const asked of entities.selections) {
    if (asked.kind !== Kind.INLINE_FRAGMENT || asked.typeCondition === undefined) continue;
    const type = asked.typeCondition.name.value;
    const needed = ownFieldsIn(asked.selectionSet).flatMap(
      (field) => required.get(`${service} ${type}.${field}`) ?? [],
    );
    if (needed.length === 0) continue;
    for (const sent of requires) {
      if (sent.kind !== "InlineFragment" || !overlap(type, sent.typeCondition, schema)) continue;
      const names = new Set(sentIn(sent.selections));
      const missing = needed.find((name) => !names.has(name));
      if (missing !== undefined) throw new Error(`the plan does not send ${missing} of ${type} to ${service}`);
    }
  }
}

function overlap(type: string, other: string, schema: GraphQLSchema): boolean {
  const members = membersOf(other, schema);
  return membersOf(type, schema).some((member) => members.includes(member));
}

function sentIn(selections: readonly RequiresSelection[]): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === "Field") return [selection.alias ?? selection.name];
    return selection.kind === "InlineFragment" ? sentIn(selection.selections) : [];
  });
}
