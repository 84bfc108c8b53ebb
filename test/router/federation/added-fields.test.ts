import { describe, expect, test } from "vitest";
import { federate } from "../../support/federation/federate.ts";
import { subgraph } from "../../support/federation/subgraph.ts";

const works = [
  { __typename: "Book", id: "1", title: "a" },
  { __typename: "Film", id: "2", title: "b" },
];
const workById = ({ id }: { id: string }) => works.find((one) => one.id === id) ?? null;

const media = subgraph(
  "media",
  `
    type Query { works: [Media!]! book: Book }
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String }
    type Film implements Media @key(fields: "id") { id: ID! title: String }
  `,
  {
    Query: { works: () => works, book: () => works[0] },
    Media: { __resolveReference: workById },
    Book: { __resolveReference: workById },
    Film: { __resolveReference: workById },
  },
);

const reviews = subgraph(
  "reviews",
  `
    type Query { top: Media }
    type Media @key(fields: "id") @interfaceObject {
      id: ID!
      title: String @external
      slug: String @requires(fields: "title")
    }
  `,
  {
    Query: { top: () => ({ id: "1" }) },
    Media: { slug: ({ title }: { title?: string }) => `slug-${title ?? "nothing"}` },
  },
);

describe("a field that an @interfaceObject adds, worked out from one of the interface", () => {
  const federation = federate([media, reviews]);

  test.each([
    ["{ works { slug } }", { works: [{ slug: "slug-a" }, { slug: "slug-b" }] }],
    [
      "{ works { id slug } }",
      {
        works: [
          { id: "1", slug: "slug-a" },
          { id: "2", slug: "slug-b" },
        ],
      },
    ],
    ["{ works { ... on Book { slug } } }", { works: [{ slug: "slug-a" }, {}] }],
    ["{ book { slug } }", { book: { slug: "slug-a" } }],
    ["{ book { name: slug } }", { book: { name: "slug-a" } }],
    [
      "{ works { title: id slug } }",
      {
        works: [
          { title: "1", slug: "slug-a" },
          { title: "2", slug: "slug-b" },
        ],
      },
    ],
  ])("%s has its values", async (query, data) => {
    expect(await federation.ask(query)).toEqual({ data });
  });

  test.each(["{ top { slug } }", "{ top { id title slug } }", "{ top { __typename slug } }"])(
    "%s is refused, which the planner plans without what the field is worked out from",
    async (query) => {
      let answer: unknown;
      const calls = await federation.callsDuring(async () => {
        answer = await federation.ask(query);
      });
      expect(calls).toEqual([]);
      expect(answer).toMatchObject({
        errors: [{ message: expect.stringMatching(/planner/) as string, extensions: { code: "SUBGRAPH_UNAVAILABLE" } }],
      });
    },
  );
});

describe("a field worked out from one that is worked out itself", () => {
  const part = { id: "p", base: 2 };
  const federation = federate([
    subgraph(
      "parts",
      `type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! part: Part } type Part @key(fields: "id") { id: ID! base: Int }`,
      {
        Query: { thing: () => ({ id: "1", part }) },
        Thing: { __resolveReference: ({ id }: { id: string }) => ({ id, part }) },
        Part: { __resolveReference: () => part },
      },
    ),
    subgraph(
      "doubles",
      `type Part @key(fields: "id") { id: ID! base: Int @external double: Int @requires(fields: "base") }`,
      { Part: { double: ({ base }: { base: number }) => base * 2 } },
    ),
    subgraph(
      "totals",
      `
        type Thing @key(fields: "id") { id: ID! part: Part @external total: Int @requires(fields: "part { double }") }
        type Part @key(fields: "id") { id: ID! double: Int @external }
      `,
      { Thing: { total: (thing: { part: { double: number } }) => thing.part.double + 1 } },
    ),
    subgraph(
      "grands",
      `type Thing @key(fields: "id") { id: ID! total: Int @external grand: Int @requires(fields: "total") }`,
      { Thing: { grand: ({ total }: { total: number }) => total + 1 } },
    ),
  ]);

  test.each([
    ["{ thing { total } }", { thing: { total: 5 } }],
    ["{ thing { grand } }", { thing: { grand: 6 } }],
    ["{ thing { grand total part { double } } }", { thing: { grand: 6, total: 5, part: { double: 4 } } }],
  ])("%s has its values", async (query, data) => {
    expect(await federation.ask(query)).toEqual({ data });
  });
});
