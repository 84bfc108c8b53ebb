import { subgraph } from "../subgraph.ts";
import { type CitizenFilter, contact, first, matches, motto, note } from "./rules.ts";
import { type Citizen, world } from "./world.ts";

const byId = ({ id }: { id: string }) => world.parties.find((one) => one.id === id) ?? null;
const citizenById = ({ id }: { id: string }) => world.citizens.find((one) => one.id === id) ?? null;

/** Root fields that the monolith answers in the same way. */
export const peopleRoots = {
  Query: {
    citizens: (_: unknown, { filter, ...page }: { filter?: CitizenFilter | null; first?: number | null }) =>
      first(world.citizens, page).filter((citizen) => matches(citizen, filter)),
    citizen: (_: unknown, key: { id: string }) => citizenById(key),
    parties: () => [...world.parties, null],
    party: (_: unknown, key: { id: string }) => byId(key),
    named: () => world.parties,
    greeting: () => "Good day.",
  },
  // They change the answer only, never the town: every operation meets the same one.
  Mutation: {
    rename: (_: unknown, { id, to }: { id: string; to?: string | null }) => {
      const citizen = citizenById({ id });
      return citizen && { ...citizen, name: to ?? null };
    },
    promote: (_: unknown, { ids, rank }: { ids: string[]; rank: Citizen["rank"] }) =>
      ids.map((id) => citizenById({ id })).map((citizen) => citizen && { ...citizen, rank }),
  },
};

export const people = subgraph(
  "people",
  `
    type Query {
      citizens(filter: CitizenFilter, first: Int): [Citizen!]!
      citizen(id: ID!): Citizen
      parties: [Party]!
      party(id: ID!): Party
      named: [Named]!
      greeting: String! @shareable
    }
    type Mutation {
      rename(id: ID!, to: String): Citizen
      promote(ids: [ID!]! = ["c1"], rank: Rank! = GOLD): [Citizen]!
    }
    input CitizenFilter { ranks: [Rank] namedOnly: Boolean born: Born }
    input Born { after: String! = "1990-01-01" }
    enum Rank { GOLD SILVER }
    enum ContactKind { PHONE POST }
    scalar Json
    interface Named { name: String }
    interface Party implements Named @key(fields: "id") { id: ID! name: String rank: Rank }
    type Citizen implements Party & Named @key(fields: "id") @key(fields: "card") {
      id: ID!
      card: String
      name: String
      label: String! @shareable
      rank: Rank
      bornOn: String!
      nickname: String
      note: String
      tags: Json
      contact(kind: ContactKind! = PHONE): String
      spouse: Citizen
      children: [Citizen!]!
      bench: [[Citizen]!]!
      secret: String @inaccessible
    }
    type Firm implements Party & Named @key(fields: "id") {
      id: ID!
      name: String
      label: String
      rank: Rank
      motto: String!
      founder: Party
      staff(first: Int = 2): [Citizen]!
    }
  `,
  {
    ...peopleRoots,
    Party: { __resolveReference: byId },
    Citizen: {
      __resolveReference: (key: { id: string } | { card: string | null }) =>
        "id" in key ? citizenById(key) : (world.citizens.find((one) => one.card === key.card) ?? null),
      note,
      contact,
      // Overridden by another department: whoever asks for it here is told something else.
      nickname: () => "out of date",
    },
    Firm: { __resolveReference: byId, motto, staff: ({ staff }: { staff: [] }, page: object) => first(staff, page) },
  },
);
