import { type DocumentNode, type InputValueDefinitionNode, Kind, print } from "graphql";

interface Given {
  readonly department: string;
  /** As written; null where there is none. */
  readonly value: string | null;
}

/**
 * Arguments and input fields of several departments that have a default in some of them only. Composition says nothing of
 * it: it gives the argument the default of one for all, which the others do not know, and drops that of an input field.
 */
export function conflictsOfDefaults(departments: readonly { name: string; typeDefs: DocumentNode }[]): string[] {
  const given = new Map<string, Given[]>();
  for (const { name, typeDefs } of departments) {
    for (const [coordinate, { defaultValue }] of inputsIn(typeDefs)) {
      const value = defaultValue === undefined ? null : print(defaultValue);
      given.set(coordinate, [...(given.get(coordinate) ?? []), { department: name, value }]);
    }
  }
  return [...given].flatMap(([coordinate, all]) => {
    const without = all.find(({ value }) => value === null);
    const having = all.find(({ value }) => value !== null);
    if (without === undefined || having === undefined) return [];
    return [
      `${coordinate} has the default ${having.value} in ${having.department} and none in ${without.department}: give both the same, or neither`,
    ];
  });
}

/** What a department's SDL lets callers give, by its schema coordinate. */
function inputsIn(typeDefs: DocumentNode): [string, InputValueDefinitionNode][] {
  return typeDefs.definitions.flatMap((node): [string, InputValueDefinitionNode][] => {
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_EXTENSION:
        return (node.fields ?? []).flatMap((field) =>
          (field.arguments ?? []).map((argument): [string, InputValueDefinitionNode] => [
            `${node.name.value}.${field.name.value}(${argument.name.value}:)`,
            argument,
          ]),
        );
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_EXTENSION:
        return (node.fields ?? []).map((field) => [`${node.name.value}.${field.name.value}`, field]);
      default:
        return [];
    }
  });
}
