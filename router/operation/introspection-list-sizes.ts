import {
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isWrappingType,
} from "graphql";

/**
 * How many items the lists of introspection have, by coordinate. They are lists of the schema itself, so their
 * sizes are known; where a list belongs to each type or field, the average stands for it.
 */
export function introspectionListSizes(schema: GraphQLSchema): (coordinate: string) => number | undefined {
  const known = memo.get(schema) ?? measure(schema);
  memo.set(schema, known);
  return (coordinate) => known[coordinate];
}

const memo = new WeakMap<GraphQLSchema, Readonly<Record<string, number>>>();

function measure(schema: GraphQLSchema): Readonly<Record<string, number>> {
  const types = Object.values(schema.getTypeMap());
  const outputs = types.flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
  );
  const inputs = types.flatMap((type) => (isInputObjectType(type) ? Object.values(type.getFields()) : []));
  const args = outputs.flatMap((field) => field.args);
  const references = [...outputs, ...inputs, ...args].map(({ type }) => type);
  const wrappers = sum(references.map(wrappersOf));
  const perType = (sizeOf: (type: GraphQLNamedType) => number) => sum(types.map(sizeOf)) / types.length;
  return {
    "__Schema.types": types.length,
    "__Schema.directives": schema.getDirectives().length,
    "__Type.fields": outputs.length / types.length,
    "__Type.inputFields": inputs.length / types.length,
    "__Type.enumValues": perType((type) => (isEnumType(type) ? type.getValues().length : 0)),
    "__Type.interfaces": perType((type) => ("getInterfaces" in type ? type.getInterfaces().length : 0)),
    "__Type.possibleTypes": perType((type) => (isAbstractType(type) ? schema.getPossibleTypes(type).length : 0)),
    "__Field.args": args.length / Math.max(1, outputs.length),
    // Not a list, but most types have nothing inside: the chain of nine that tools ask for is nearly always empty.
    "__Type.ofType": wrappers / (wrappers + references.length),
  };
}

function wrappersOf(type: GraphQLType): number {
  return isWrappingType(type) ? 1 + wrappersOf(type.ofType) : 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
