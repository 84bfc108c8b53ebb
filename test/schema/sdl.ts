import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
} from "graphql";
import { readText } from "../repository/tree.ts";

/** The SDL of one department as its people wrote it. */
export function readDepartment(department: string): DocumentNode {
  return parse(readText(`subgraphs/${department}/schema.graphql`));
}

export function objectTypesIn(document: DocumentNode): ObjectTypeDefinitionNode[] {
  return document.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
}

/** Every field of every object, with its type. */
export function fieldsIn(document: DocumentNode): { type: ObjectTypeDefinitionNode; field: FieldDefinitionNode }[] {
  return objectTypesIn(document).flatMap((type) => (type.fields ?? []).map((field) => ({ type, field })));
}

export const isRoot = (type: string): boolean => ["Query", "Mutation", "Subscription"].includes(type);

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

const RIGHTS = ["requiresScopes", "policy"];

/** True when a right is asked for, beyond a token. */
export function asksForRight(directives: readonly ConstDirectiveNode[] | undefined): boolean {
  return (directives ?? []).some((directive) => RIGHTS.includes(directive.name.value));
}

export function directivesNamed(
  node: { directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name);
}
