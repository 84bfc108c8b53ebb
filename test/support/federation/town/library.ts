import { subgraph } from "../subgraph.ts";
import { type Book, type Film, type Loan, world } from "./world.ts";

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
  borrower: { card: borrower.card, name: borrower.name },
  medium: ownMedium(medium),
});

const ownMedium = ({ __typename, isbn, title }: Book | Film) =>
  __typename === "Book" ? { __typename, isbn, title } : { __typename, isbn };

export const library = subgraph(
  "library",
  `
    type Query { loans: [Loan!]! loan(number: Int!): Loan }
    type Loan {
      number: Int!
      borrower: Citizen! @provides(fields: "name")
      medium: Medium! @provides(fields: "... on Book { title }")
    }
    type Citizen @key(fields: "card") { card: String name: String @external loans: [Loan!] }
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
      __resolveReference: ({ card }: { card: string | null }) => {
        const reader = card === null ? null : world.citizens.find((one) => one.card === card);
        return reader == null ? null : { card, loans: reader.loans?.map(ownLoan) ?? null };
      },
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
