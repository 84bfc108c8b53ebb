import { type DocumentNode, type GraphQLSchema, isInterfaceType, isTypeDefinitionNode } from "graphql";
import type { Annotated } from "../directives.ts";
import { type Clause, readRequirement } from "../../subgraphs/shared/permissions.ts";
import {} from "../directives.ts";
import { isComposite, namedType } from "../lint/graph.ts";
import type { FieldName } from "./access-graph.ts";

/** One rule that a field is under, and the coordinate it is written on. */
export interface Source {
  readonly writtenOn: string;
  /** How the rule comes to hold for the field. */
  readonly as: "its type" | "the field" | "what it gives" | "an object behind the interface";
  readonly clause: Clause;
}

/** Where everything a field asks for is written: the same places the router counts. */
export function sourcesOf(supergraph: DocumentNode, schema: GraphQLSchema, name: FieldName): Source[] {
  const types = new Map(supergraph.definitions.filter(isTypeDefinitionNode).map((node) => [node.name.value, node]));
  const written = (writtenOn: string, as: Source["as"], node: Annotated | undefined): Source[] =>
    readRequirement(node?.directives).map((clause) => ({ writtenOn, as, clause }));

  const ofField = ({ type, field }: FieldName, isBehind: boolean): Source[] => {
    const node = types.get(type);
    const definition =
      node !== undefined && isComposite(node) ? node.fields?.find((one) => one.name.value === field) : undefined;
    const result = definition === undefined ? "" : namedType(definition.type);
    const as = (own: Source["as"]) => (isBehind ? "an object behind the interface" : own);
    const behind = schema.getType(type);
    const members = isInterfaceType(behind) ? schema.getPossibleTypes(behind) : [];
    return [
      ...written(type, as("its type"), node),
      ...written(`${type}.${field}`, as("the field"), definition),
      ...written(result, as("what it gives"), types.get(result)),
      ...members.flatMap((member) => ofField({ type: member.name, field }, true)),
    ];
  };
  return ofField(name, false);
}
