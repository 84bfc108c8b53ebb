import { type DocumentNode, type GraphQLSchema, isInterfaceType, isObjectType } from "graphql";
import { readSupergraph } from "../read-supergraph.ts";
import { readRules, type Rules } from "../rules.ts";
import { type FieldOwners, readOwners } from "./owners.ts";

/** What a supergraph lets whom see, field by field. */
export interface AccessGraph extends FieldOwners {
  /** The supergraph as it is written. */
  readonly document: DocumentNode;
  /** What clients see of it. */
  readonly schema: GraphQLSchema;
  readonly rules: Rules;
  /** Every field of every object type: `Licence.expiresOn`. */
  readonly coordinates: readonly string[];
  /** True for a field of an object or an interface that clients can ask for. */
  has(type: string, field: string): boolean;
}

export interface FieldName {
  readonly type: string;
  readonly field: string;
}

/** Reads a composed supergraph. */
export function readAccessGraph(supergraph: string): AccessGraph {
  const { document, schema } = readSupergraph(supergraph);
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  return {
    document,
    schema,
    rules: readRules(document, schema),
    coordinates: types
      .filter(({ name }) => !name.startsWith("__"))
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)),
    has(typeName, field) {
      const type = schema.getType(typeName);
      return (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), field);
    },
    ...readOwners(document),
  };
}

export function fieldName(coordinate: string): FieldName {
  const [type = "", field = ""] = coordinate.split(".");
  return { type, field };
}
