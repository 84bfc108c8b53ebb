import { subgraph } from "../subgraph.ts";
import { first, sign } from "./rules.ts";
import { world } from "./world.ts";

interface PartyKey {
  id: string;
}

export const reviewsOf = ({ id }: PartyKey) => world.reviews.filter((review) => review.about.id === id);
export const scoreOf = (party: PartyKey) => reviewsOf(party).length;

export const ratingsRoots = {
  Query: {
    reviews: (_: unknown, page: { first?: number | null }) => first(world.reviews, page),
    best: () => world.parties[0],
  },
};

/** Knows parties by their id alone, and neither a citizen nor a firm. */
const ownReview = ({ number, text, about }: (typeof world.reviews)[number]) => ({
  number,
  text,
  about: { id: about.id },
});

export const ratings = subgraph(
  "ratings",
  `
    type Query { reviews(first: Int): [Review!]! best: Party }
    enum Rank { GOLD SILVER }
    type Party @key(fields: "id") @interfaceObject {
      id: ID!
      name: String @external
      rank: Rank @external
      score: Int!
      reviews: [Review!]!
      sign: String! @requires(fields: "name rank")
    }
    type Review @key(fields: "number") { number: Int! text: String about: Party! }
  `,
  {
    Query: {
      reviews: (_: unknown, page: object) => ratingsRoots.Query.reviews(_, page).map(ownReview),
      best: () => ({ id: ratingsRoots.Query.best()?.id }),
    },
    Party: {
      __resolveReference: (reference: PartyKey) => reference,
      score: scoreOf,
      reviews: (party: PartyKey) => reviewsOf(party).map(ownReview),
      sign,
    },
  },
);
