import { QueryPlanner } from "@graphql-hive/router-query-planner";
import { buildASTSchema, type GraphQLSchema, isScalarType, parse } from "graphql";
import { consumerSchema } from "../schema/consumer-schema.ts";
import { scalars } from "../subgraphs/shared/scalars.ts";
import { readRules, type Rules } from "./rules.ts";

/** A loaded supergraph: what clients may ask, who may ask it, and how it is planned. */
export interface Supergraph {
  readonly schema: GraphQLSchema;
  readonly rules: Rules;
  readonly planner: QueryPlanner;
  /** Names of the subgraphs it is composed of. */
  readonly departments: readonly string[];
}

/** Loads a composed supergraph. Throws before anything of it is in use when it is not one. */
export function loadSupergraph(sdl: string): Supergraph {
  const document = parse(sdl);
  const schema = buildASTSchema(consumerSchema(sdl), { assumeValidSDL: true });
  checkScalarsOnTheWayIn(schema);
  return {
    schema,
    rules: readRules(document, schema),
    planner: new QueryPlanner(sdl),
    departments: [...sdl.matchAll(/@join__graph\(\s*name:\s*"([^"]+)"/g)].flatMap((match) => match[1] ?? []),
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
