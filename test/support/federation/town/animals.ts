import { subgraph } from "../subgraph.ts";
import { dosage, greeting, petsOf } from "./rules.ts";
import { world } from "./world.ts";

interface Tagged {
  tag: string;
}
interface CitizenKey {
  id: string;
}

const animals = [...world.dogs, ...world.cats, ...world.horses];
const animalByTag = ({ tag }: Tagged) => animals.find((one) => one.tag === tag) ?? null;
const citizenById = ({ id }: CitizenKey) => world.citizens.find((one) => one.id === id) ?? null;

export const animalRoots = {
  Query: {
    animals: () => [...world.dogs, ...world.cats],
    animal: (_: unknown, key: Tagged) => {
      const found = animalByTag(key);
      return found?.__typename === "Horse" ? null : found;
    },
    namedAnimals: () => [...world.dogs, null],
    stabled: () => [...world.horses, ...world.cats],
    patients: () => animals,
  },
};

const { animals: listAnimals, animal, namedAnimals, stabled, patients } = animalRoots.Query;

export const pets = subgraph(
  "pets",
  `
    type Query { animals: [Animal!]! animal(tag: ID!): Pet namedAnimals: [Named]! }
    interface Named { name: String }
    interface Animal { tag: ID! name: String weightKg: Float }
    union Pet = Dog | Cat
    union Keeper = Citizen | Firm
    enum PetKind { DOG CAT }
    enum Size { BIG SMALL }
    type Dog implements Animal & Named @key(fields: "tag") {
      tag: ID!
      name: String
      weightKg: Float
      size: Size!
      isLoud: Boolean!
      keeper: Keeper
    }
    type Cat implements Animal @key(fields: "tag") {
      tag: ID!
      name: String @shareable
      weightKg: Float
      size: String!
      lives: Int!
      keeper: Keeper
    }
    type Citizen @key(fields: "id") {
      id: ID!
      label: String @shareable
      nickname: String @override(from: "people")
      pets(kind: PetKind): [Pet!]
      favourite: Pet
    }
    type Firm @key(fields: "id", resolvable: false) { id: ID! }
  `,
  {
    Query: { animals: listAnimals, animal, namedAnimals },
    Dog: { __resolveReference: animalByTag },
    Cat: { __resolveReference: animalByTag },
    Citizen: { __resolveReference: citizenById, pets: petsOf },
  },
);

export const stables = subgraph(
  "stables",
  `
    type Query { stabled: [Pet!]! }
    interface Named { name: String }
    interface Animal { tag: ID! name: String }
    union Pet = Cat | Horse
    union Keeper = Citizen
    type Horse implements Animal & Named @key(fields: "tag") {
      tag: ID!
      name: String
      weightKg: Float
      hands: Int!
      keeper: Keeper
    }
    type Cat implements Animal & Named @key(fields: "tag") { tag: ID! name: String @shareable rival: Horse }
    type Citizen @key(fields: "id") {
      id: ID!
      name: String @external
      nickname: String @external
      spouse: Citizen @external
      mount: Pet
      greeting: String! @requires(fields: "name nickname spouse { name }")
    }
  `,
  {
    Query: { stabled },
    Horse: { __resolveReference: animalByTag },
    Cat: { __resolveReference: animalByTag },
    Citizen: {
      __resolveReference: (reference: CitizenKey) => ({ mount: citizenById(reference)?.mount ?? null, ...reference }),
      greeting,
    },
  },
);

/** Knows no animal but what it is told of it. */
export const vets = subgraph(
  "vets",
  `
    type Query { patients: [Animal!]! }
    interface Animal { tag: ID! dosageMg: Float }
    type Dog implements Animal @key(fields: "tag") { ${patientFields()} }
    type Cat implements Animal @key(fields: "tag") { ${patientFields()} }
    type Horse implements Animal @key(fields: "tag") { ${patientFields()} }
  `,
  {
    Query: { patients: () => patients().map(({ __typename, tag }) => ({ __typename, tag })) },
    Dog: { dosageMg: dosage },
    Cat: { dosageMg: dosage },
    Horse: { dosageMg: dosage },
  },
);

function patientFields(): string {
  return `tag: ID! weightKg: Float @external dosageMg: Float @requires(fields: "weightKg")`;
}
