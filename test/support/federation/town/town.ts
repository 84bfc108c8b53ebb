import {
  buildASTSchema,
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
  parse,
} from "graphql";
import { animalRoots, pets, stables, vets } from "./animals.ts";
import { fees, homes, homesRoots, works } from "./homes.ts";
import { library, libraryRoots, mediaCatalogue, pool } from "./library.ts";
import { people, peopleRoots } from "./people.ts";
import { ratings, ratingsRoots, reviewsOf, scoreOf } from "./ratings.ts";
import * as rules from "./rules.ts";
import type { Citizen, Firm, Home, Street } from "./world.ts";

/** A supergraph with every feature of federation the router serves, over one small world. */
export const town = [people, homes, fees, works, pets, stables, vets, library, mediaCatalogue, pool, ratings];

const party = {
  score: scoreOf,
  reviews: reviewsOf,
  sign: rules.sign,
};

const taxOf = (home: Home, rate: number) => rules.tax(home, { rate });
const insulationOf = (home: Home) => rules.insulation(home.sizeM2, taxOf(home, 3));
const animal = { dosageMg: rules.dosage };

const resolvers: Record<string, Record<string, unknown>> = {
  Query: {
    ...peopleRoots.Query,
    ...homesRoots.Query,
    ...animalRoots.Query,
    ...libraryRoots.Query,
    ...ratingsRoots.Query,
  },
  Mutation: peopleRoots.Mutation,
  Citizen: {
    ...party,
    note: rules.note,
    contact: rules.contact,
    pets: rules.petsOf,
    greeting: (citizen: Citizen) => rules.greeting(citizen),
  },
  Firm: { ...party, motto: rules.motto, staff: (firm: Firm, page: object) => rules.first(firm.staff, page) },
  Home: {
    tax: rules.tax,
    insulation: insulationOf,
    heating: (home: Home) => rules.heating(insulationOf(home), home.owner),
  },
  Street: { homes: (street: Street, page: object) => rules.first(street.homes, page) },
  Dog: animal,
  Cat: animal,
  Horse: animal,
};

/** The same town as one schema without federation: what graphql-js answers from it is right by definition. */
export function monolithOf(api: string): GraphQLSchema {
  const schema = buildASTSchema(parse(api));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = resolvers[type.name]?.[field.name] as GraphQLFieldResolver<unknown, unknown> | undefined;
      field.resolve = resolve ?? defaultFieldResolver;
    }
  }
  return schema;
}
