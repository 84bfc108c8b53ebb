import { subgraph } from "../subgraph.ts";
import { type Book, type Film, type Loan, world } from "./world.ts";

interface CitizenKey {
  id: string;
}
interface Card {
  card: string | null;
}

const media = [...world.books, ...world.films];
const mediumByIsbn = ({ isbn }: { isbn: string }) => media.find((one) => one.isbn === isbn) ?? null;

export const libraryRoots = {
  Query: {
    loans: () => world.loans,
    loan: (_: unknown, { number }: { number: number }) => world.loans.find((one) => one.number === number) ?? null,
    media: () => media,
    items: () => [
      [world.books[0], null],
      [...world.films, ...world.books],
    ],
  },
};

/** What the library knows of a loan; it provides the title of a book only. */
const ownLoan = ({ number, borrower, medium }: Loan) => ({
  number,
  borrower: { id: borrower.id, name: borrower.name },
  medium: ownMedium(medium),
});

const ownMedium = ({ __typename, isbn, title }: Book | Film) =>
  __typename === "Book" ? { __typename, isbn, title } : { __typename, isbn };

const goerByCard = ({ card }: Card) => world.citizens.find((one) => one.card !== null && one.card === card) ?? null;

export const library = subgraph(
  "library",
  `
    type Query { loans: [Loan!]! loan(number: Int!): Loan }
    type Loan {
      number: Int!
      borrower: Citizen! @provides(fields: "name")
      medium: Medium! @provides(fields: "... on Book { title }")
    }
    type Citizen @key(fields: "id") { id: ID! name: String @external loans: [Loan!] }
    interface Medium { isbn: ID! }
    type Book implements Medium @key(fields: "isbn") { isbn: ID! title: String! @external }
    type Film implements Medium @key(fields: "isbn") { isbn: ID! }
  `,
  {
    Query: {
      loans: () => libraryRoots.Query.loans().map(ownLoan),
      loan: (_: unknown, key: { number: number }) => {
        const loan = libraryRoots.Query.loan(_, key);
        return loan && ownLoan(loan);
      },
    },
    Citizen: {
      __resolveReference: ({ id }: CitizenKey) => ({ id }),
      loans: ({ id }: CitizenKey) => world.citizens.find((one) => one.id === id)?.loans?.map(ownLoan) ?? null,
    },
  },
);

export const mediaCatalogue = subgraph(
  "media-catalogue",
  `
    type Query { media: [Medium!]! items: [[Item]!]! }
    interface Medium { isbn: ID! title: String! }
    union Item = Book | Film
    type Book implements Medium @key(fields: "isbn") { isbn: ID! title: String! pages: Int! author: Citizen }
    type Film implements Medium @key(fields: "isbn") { isbn: ID! title: String! minutes: Int! }
    type Citizen @key(fields: "id", resolvable: false) { id: ID! }
  `,
  {
    Query: { media: libraryRoots.Query.media, items: libraryRoots.Query.items },
    Book: { __resolveReference: mediumByIsbn },
    Film: { __resolveReference: mediumByIsbn },
  },
);

/** Knows people by their card alone, so the way to them leads through another department's second key. */
export const pool = subgraph(
  "pool",
  `
    type Citizen @key(fields: "card") { card: String lockers: [Int!] }
  `,
  {
    Citizen: { __resolveReference: goerByCard },
  },
);
