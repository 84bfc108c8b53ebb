import {
  type GraphQLSchema,
  isNonNullType,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";

/**
 * The variables that stand where there must be a value: in conditions, and in arguments, input fields and lists without
 * null. A variable with a default may stand there though its own type allows null, and null is then given nonetheless.
 */
export function neverNull(definition: OperationDefinitionNode, schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const info = new TypeInfo(schema);
  visit(
    definition,
    visitWithTypeInfo(info, {
      VariableDefinition: () => false,
      Variable: (node) => {
        if (isNonNullType(info.getInputType())) names.add(node.name.value);
      },
    }),
  );
  return names;
}
