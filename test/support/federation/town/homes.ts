import { subgraph } from "../subgraph.ts";
import { first, heating, insulation, tax } from "./rules.ts";
import { type Home, type Street, world } from "./world.ts";

interface HomeKey {
  street: { code: string };
  number: number;
}

const streetByCode = ({ code }: { code: string }) => world.streets.find((one) => one.code === code) ?? null;
const homeByKey = ({ street, number }: HomeKey) =>
  world.homes.find((one) => one.street.code === street.code && one.number === number) ?? null;

export const homesRoots = {
  Query: {
    homes: () => world.homes,
    street: (_: unknown, key: { code: string }) => streetByCode(key),
    places: () => [world.park, ...world.homes, ...world.streets],
    greeting: () => "Good day.",
  },
};

const PARTIES = `
  interface Party @key(fields: "id", resolvable: false) { id: ID! }
  type Firm implements Party @key(fields: "id") { id: ID! }
`;

export const homes = subgraph(
  "homes",
  `
    type Query {
      homes: [Home!]!
      street(code: ID!): Street
      places: [Place!]!
      greeting: String! @shareable
    }
    union Place = Home | Street | Park
    type Home @key(fields: "street { code } number") {
      street: Street!
      number: Int!
      sizeM2: Int
      rooms: [[Int]!]!
      owner: Party
    }
    type Street @key(fields: "code") { code: ID! title: String homes(first: Int): [Home!]! }
    type Park { title: String! oldestTree: Tree! }
    type Tree { species: String! plantedBy: Party }
    ${PARTIES}
    type Citizen implements Party @key(fields: "id") { id: ID! home: Home }
  `,
  {
    ...homesRoots,
    Home: { __resolveReference: homeByKey },
    Street: {
      __resolveReference: streetByCode,
      homes: (street: Street, page: object) => first(street.homes, page),
    },
    Citizen: { __resolveReference: ({ id }: { id: string }) => world.citizens.find((one) => one.id === id) ?? null },
  },
);

/** Fees and works need each other: tax, then insulation, which needs the tax, then heating, which needs both. */
export const fees = subgraph(
  "fees",
  `
    type Home @key(fields: "street { code } number") {
      street: Street!
      number: Int!
      sizeM2: Int @external
      insulation: String @external
      owner: Party @external
      tax(rate: Int! = 2): Int @requires(fields: "sizeM2")
      heating: String @requires(fields: "insulation owner { id }")
    }
    type Street @key(fields: "code", resolvable: false) { code: ID! }
    ${PARTIES}
    type Citizen implements Party @key(fields: "id") { id: ID! }
  `,
  {
    Home: {
      __resolveReference: (reference: HomeKey) => reference,
      tax,
      heating: (home: Pick<Home, "owner"> & { insulation: string }) => heating(home.insulation, home.owner),
    },
  },
);

export const works = subgraph(
  "works",
  `
    type Home @key(fields: "street { code } number") {
      street: Street!
      number: Int!
      sizeM2: Int @external
      tax(rate: Int! = 2): Int @external
      insulation: String @requires(fields: "sizeM2 tax(rate: 3)")
    }
    type Street @key(fields: "code", resolvable: false) { code: ID! }
  `,
  {
    Home: {
      __resolveReference: (reference: HomeKey) => reference,
      insulation: (home: Pick<Home, "sizeM2"> & { tax: number | null }) => insulation(home.sizeM2, home.tax),
    },
  },
);
