import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
} from "graphql";

type Fielded = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

/**
 * Says of each field that some subgraph's `@requires` names who has it and who is only given it. Composition leaves that out
 * where every subgraph of an interface names the field: a planner then asks the one that has no value, and is answered null
 * (docs/adr/0064). What a `@requires` names is external to its subgraph, so nothing is lost; all else stays as it is.
 */
export function nameExternalFields(supergraph: string): string {
  const document = parse(supergraph, { noLocation: true });
  const definitions = document.definitions.map((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION ? named(node) : node,
  );
  const isChanged = definitions.some((node, at) => node !== document.definitions[at]);
  return isChanged ? print({ ...document, definitions }) : supergraph;
}

/** The type itself where nothing is left out. */
function named(type: Fielded): Fielded {
  const external = externalTo(type);
  const isSilent = ({ name, directives }: FieldDefinitionNode) =>
    external.has(name.value) && directives?.some(isJoinField) !== true;
  if (type.fields?.some(isSilent) !== true) return type;
  const joins = (type.directives ?? []).filter(({ name }) => name.value === "join__type");
  const graphs = [...new Set(joins.flatMap(graphOf))];
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
  for (const directive of (type.fields ?? []).flatMap((field: FieldDefinitionNode) => field.directives ?? [])) {
    const requires = directive.arguments?.find(({ name }) => name.value === "requires")?.value;
    if (!isJoinField(directive) || requires?.kind !== Kind.STRING) continue;
    for (const graph of graphOf(directive)) {
      for (const field of fieldsIn(requires.value)) found.set(field, (found.get(field) ?? new Set()).add(graph));
    }
  }
  return found;
}

/** The fields of the type itself; what is inside their braces belongs to other types. */
function fieldsIn(fieldSet: string): string[] {
  const [definition] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [];
  return definition.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one.name.value] : []));
}

function isJoinField({ name }: ConstDirectiveNode): boolean {
  return name.value === "join__field";
}

function graphOf({ arguments: given }: ConstDirectiveNode): string[] {
  const graph = given?.find(({ name }) => name.value === "graph")?.value;
  return graph?.kind === Kind.ENUM ? [graph.value] : [];
}

function joinField(graph: string, isExternal: boolean): ConstDirectiveNode {
  const argument = (name: string, value: { kind: Kind.ENUM; value: string } | { kind: Kind.BOOLEAN; value: boolean }) =>
    ({ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value }) as const;
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: "join__field" },
    arguments: [
      argument("graph", { kind: Kind.ENUM, value: graph }),
      ...(isExternal ? [argument("external", { kind: Kind.BOOLEAN, value: true })] : []),
    ],
  };
}
