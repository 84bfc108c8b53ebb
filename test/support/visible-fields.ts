import {
  type DocumentNode,
  isTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
} from "graphql";
import { readText } from "../repository/tree.ts";
import { allDepartments, type Asker, readSdlRules } from "./sdl-rules.ts";

const rules = readSdlRules(allDepartments);
const api: DocumentNode = parse(readText("schema/api.graphql"));
const objects = api.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
const innermost = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : innermost(type.type));
const fieldsOf = (name: string) => objects.find((node) => node.name.value === name)?.fields ?? [];

/** Every field of the clients' schema, as coordinates. */
export const allCoordinates: readonly string[] = objects.flatMap((type) =>
  fieldsOf(type.name.value).map((field) => `${type.name.value}.${field.name.value}`),
);

/**
 * The coordinates that the asker may have a value of, each reached from a root by such fields. Worked out
 * top down for each field alone, from the departments' SDL and the clients' schema as text.
 */
export function coordinatesFor(asker: Asker): string[] {
  const may = (type: string, field: string) => ["permitted", "masked"].includes(rules.verdictOf(type, field, asker));
  const leadsSomewhere = (type: string, above: readonly string[]): boolean => {
    if (!objects.some((node) => node.name.value === type)) return true;
    if (above.includes(type)) return false;
    return fieldsOf(type).some(
      (field) => may(type, field.name.value) && leadsSomewhere(innermost(field.type), [...above, type]),
    );
  };
  const found = new Set<string>();
  const visit = (type: ObjectTypeDefinitionNode): void => {
    for (const field of fieldsOf(type.name.value)) {
      const coordinate = `${type.name.value}.${field.name.value}`;
      const result = innermost(field.type);
      if (found.has(coordinate) || !may(type.name.value, field.name.value) || !leadsSomewhere(result, [])) continue;
      found.add(coordinate);
      for (const next of objects.filter((node) => node.name.value === result)) visit(next);
    }
  };
  for (const root of objects.filter(({ name }) => ["Query", "Mutation", "Subscription"].includes(name.value)))
    visit(root);
  return [...found].sort();
}

/** Types other than objects that these fields name, with what they name in turn. */
export function otherTypesFor(coordinates: readonly string[]): string[] {
  const found = new Set<string>();
  const add = (name: string): void => {
    const type = api.definitions.find((node) => isTypeDefinitionNode(node) && node.name.value === name);
    if (found.has(name) || type === undefined || type.kind === Kind.OBJECT_TYPE_DEFINITION) return;
    found.add(name);
    if (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      for (const field of type.fields ?? []) add(innermost(field.type));
    }
  };
  for (const type of objects) {
    for (const field of fieldsOf(type.name.value)) {
      if (!coordinates.includes(`${type.name.value}.${field.name.value}`)) continue;
      add(innermost(field.type));
      for (const argument of field.arguments ?? []) add(innermost(argument.type));
    }
  }
  return [...found].sort();
}
