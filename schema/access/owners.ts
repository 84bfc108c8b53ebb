import { type ConstDirectiveNode, type DocumentNode, isTypeDefinitionNode, Kind } from "graphql";

export interface FieldOwners {
  readonly departments: readonly string[];
  /** The departments that give a field. */
  ownersOf(coordinate: string): readonly string[];
}

/** Reads `@join__graph`, `@join__type` and `@join__field` of a supergraph. */
export function readOwners(supergraph: DocumentNode): FieldOwners {
  const names = new Map<string, string>();
  const owners = new Map<string, readonly string[]>();
  for (const definition of supergraph.definitions.filter(isTypeDefinitionNode)) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== "join__Graph") continue;
    for (const value of definition.values ?? []) {
      const given = value.directives?.flatMap((directive) => argument(directive, "name")) ?? [];
      names.set(value.name.value, given[0] ?? value.name.value);
    }
  }
  for (const type of supergraph.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION)) {
    const ofType = graphsIn(type.directives, "join__type");
    for (const field of type.fields ?? []) {
      const own = graphsIn(
        field.directives?.filter((one) => !isTrue(one, "external")),
        "join__field",
      );
      const graphs = own.length > 0 ? own : ofType;
      owners.set(
        `${type.name.value}.${field.name.value}`,
        [...new Set(graphs)].map((graph) => names.get(graph) ?? graph),
      );
    }
  }
  return { departments: [...names.values()], ownersOf: (coordinate) => owners.get(coordinate) ?? [] };
}

function graphsIn(directives: readonly ConstDirectiveNode[] | undefined, name: string): string[] {
  return (directives ?? []).filter((one) => one.name.value === name).flatMap((one) => argument(one, "graph"));
}

function argument(directive: ConstDirectiveNode, name: string): string[] {
  const value = directive.arguments?.find((one) => one.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? [value.value] : [];
}

function isTrue(directive: ConstDirectiveNode, name: string): boolean {
  const value = directive.arguments?.find((one) => one.name.value === name)?.value;
  return value?.kind === Kind.BOOLEAN && value.value;
}
