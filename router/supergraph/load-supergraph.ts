import { type GraphQLSchema, isScalarType } from "graphql";
import { readGraphs } from "../../schema/join.ts";
import { readSupergraph, type WrittenSupergraph } from "../../schema/read-supergraph.ts";
import { readRules, type Rules } from "../../schema/rules.ts";
import { scalars } from "../../subgraphs/shared/scalars.ts";
import { ALIAS_PREFIX, LISTED_KEY, SUBJECT_KEY } from "../departments/data-keys.ts";
import { createSchemaViews, type SchemaFor } from "../permissions/visible-schema.ts";
import { ECHO_PREFIX, readEntityKeys } from "../plan/entity-identity.ts";
import type { PlannedGraph } from "../plan/plan-operation.ts";
import { readInterfaceObjects } from "../plan/plannable.ts";
import { readAddedFields, readRequiredFields } from "../plan/required-fields.ts";

/** A loaded supergraph: what clients may ask, and who may ask it. */
export interface Supergraph extends PlannedGraph {
  /** What introspection shows of it. */
  readonly schemaFor: SchemaFor;
  readonly rules: Rules;
  /** The subgraphs it is composed of, with the addresses composition wrote down. */
  readonly departments: ReadonlyMap<string, string>;
  /** True when it holds people (`@person`): it may only be served with an access record. */
  readonly holdsPeople: boolean;
}

/** Loads a composed supergraph. Throws before anything of it is in use when it is not one. */
export function loadSupergraph(sdl: string): Supergraph {
  return loadWritten(readSupergraph(sdl));
}

/** The same, of one that was read already. */
export function loadWritten({ document, schema }: WrittenSupergraph): Supergraph {
  checkScalarsOnTheWayIn(schema);
  checkReservedKeys(schema);
  const rules = readRules(document, schema);
  const graphs = readGraphs(document);
  if (graphs.size === 0) throw new Error("The file is not a composed supergraph: it has no enum join__Graph.");
  const interfaceObjects = readInterfaceObjects(document);
  const nameOf = (graph: string) => graphs.get(graph)?.name ?? "";
  return {
    schema,
    schemaFor: createSchemaViews(schema, rules),
    rules,
    departments: new Map([...graphs.values()].map(({ name, url }) => [name, url])),
    entityKeys: readEntityKeys(document, nameOf),
    requiredFields: readRequiredFields(document, nameOf),
    interfaceObjects,
    addedFields: readAddedFields(document, interfaceObjects),
    holdsPeople: Object.keys(schema.getTypeMap()).some((type) => rules.isPerson(type)),
  };
}

/** Variables are refused at the door with the same words the department would use. */
function checkScalarsOnTheWayIn(schema: GraphQLSchema): void {
  for (const scalar of Object.values(scalars)) {
    const type = schema.getType(scalar.name);
    if (!isScalarType(type)) continue;
    type.parseValue = scalar.parseValue;
    type.parseLiteral = scalar.parseLiteral;
  }
}

/** Keys of our own stand beside fields in departments' data, so no field may look like one of them. */
function checkReservedKeys(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    const names = "getFields" in type && !type.name.startsWith("__") ? Object.keys(type.getFields()) : [];
    const taken = names.find((name) =>
      [ALIAS_PREFIX, ECHO_PREFIX, SUBJECT_KEY, LISTED_KEY].some((key) => name.startsWith(key)),
    );
    if (taken !== undefined) throw new Error(`${type.name}.${taken} has a name that the router keeps for itself.`);
  }
}
