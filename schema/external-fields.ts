import {
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from "graphql";
import { ownFieldsIn, parseFieldSet } from "./field-set.ts";
import { joinedFields, joinedTypes, joinField } from "./join.ts";

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Says of each field that some subgraph's `@requires` names who has it and who is only given it. Composition leaves that out
 * where every subgraph of an interface names the field: a planner then asks the one that has no value, and is answered null
 * (docs/adr/0064). What a `@requires` names is external to its subgraph, so nothing is lost; all else stays as it is, and a
 * document that lacks nothing is given back.
 */
export function nameExternalFields(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.map((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION ? named(node) : node,
  );
  const isChanged = definitions.some((node, at) => node !== document.definitions[at]);
  return isChanged ? { ...document, definitions } : document;
}

/** The type itself where nothing is left out. */
function named(type: Fielded): Fielded {
  const external = externalTo(type);
  const isSilent = (field: FieldDefinitionNode) => external.has(field.name.value) && joinedFields(field).length === 0;
  if (type.fields?.some(isSilent) !== true) return type;
  const graphs = [...new Set(joinedTypes(type).map(({ graph }) => graph))];
  const fields = type.fields.map((field) => {
    if (!isSilent(field)) return field;
    const joined = graphs.map((graph) => joinField(graph, external.get(field.name.value)?.has(graph) === true));
    return { ...field, directives: [...(field.directives ?? []), ...joined] };
  });
  return { ...type, fields };
}

/** The subgraphs that are given a field of a type and do not have it, by the field. */
function externalTo(type: Fielded): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { graph, requires } of (type.fields ?? []).flatMap(joinedFields)) {
    if (graph === null || requires === "") continue;
    // What is inside their braces belongs to other types.
    for (const field of ownFieldsIn(parseFieldSet(requires))) {
      found.set(field, (found.get(field) ?? new Set()).add(graph));
    }
  }
  return found;
}
