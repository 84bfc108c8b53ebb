import { buildASTSchema, parse, print } from "graphql";
import { describe, expect, test } from "vitest";
import { compose } from "../../../../schema/compose.ts";
import { nameExternalFields } from "../../../../schema/external-fields.ts";
import { type Answer, federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

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
    type Query { top: Media none: Media }
    type Media @key(fields: "id") @interfaceObject {
      id: ID!
      title: String @external
      slug: String @requires(fields: "title")
    }
  `,
  {
    Query: { top: () => ({ id: "1" }), none: () => null },
    Media: { slug: ({ title }: { title?: string }) => `slug-${title ?? "nothing"}` },
  },
);

const EXTERNAL = / @join__field\(graph: MEDIA\) @join__field\(graph: REVIEWS, external: true\)/;

/** Composition by others says less: that the title is given to Reviews, and not had by it, is left out. */
function withoutExternal(supergraph: string): string {
  expect(supergraph).toMatch(EXTERNAL);
  return supergraph.replace(EXTERNAL, "");
}

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
    ["{ top { slug } }", { top: { slug: "slug-a" } }],
    ["{ top { id title slug } }", { top: { id: "1", title: "a", slug: "slug-a" } }],
    ["{ top { __typename name: slug } }", { top: { __typename: "Book", name: "slug-a" } }],
    ["{ top { title } none { slug } }", { top: { title: "a" }, none: null }],
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

  test("has them too where composition says less, since the file is mended as it is loaded", () => {
    const composed = compose([media, reviews]).supergraph;
    const whole = parse(composed);
    expect(nameExternalFields(whole)).toBe(whole);
    const mended = nameExternalFields(parse(withoutExternal(composed)));
    expect(buildASTSchema(mended, { assumeValidSDL: true })).toBeDefined();
    expect(print(mended)).toBe(print(whole));
  });
});

describe("a field that the planner plans without what it is worked out from", () => {
  const federation = federate([media, reviews], undefined, withoutExternal);

  test.each<[query: string, data: object, missing: string[]]>([
    ["{ top { slug } }", { top: { slug: null } }, ["top.slug"]],
    ["{ top { id slug } }", { top: { id: "1", slug: null } }, ["top.slug"]],
    ["{ top { __typename slug } }", { top: { __typename: "Book", slug: null } }, ["top.slug"]],
    ["{ top { name: slug other: slug } }", { top: { name: null, other: null } }, ["top.name", "top.other"]],
    [
      "{ top { slug } works { slug } book { slug title } }",
      { top: { slug: null }, works: [{ slug: "slug-a" }, { slug: "slug-b" }], book: { slug: "slug-a", title: "a" } },
      ["top.slug"],
    ],
    ["{ none { slug } works { id } }", { none: null, works: [{ id: "1" }, { id: "2" }] }, []],
  ])("%s: is missing with its reason, and nothing else is", async (query, data, missing) => {
    let answer: Answer = {};
    const calls = await federation.callsDuring(async () => {
      answer = await federation.ask(query);
    });
    expect(answer.data).toEqual(data);
    expect(answer.errors?.map(({ path }) => path?.join(".")) ?? []).toEqual(missing);
    for (const { message, extensions } of answer.errors ?? []) {
      expect(message).toMatch(/planner/);
      expect(extensions.code).toBe("SUBGRAPH_UNAVAILABLE");
    }
    // Nothing is worked out from nothing.
    expect(JSON.stringify(answer)).not.toContain("slug-nothing");
    expect(calls.length).toBeGreaterThan(0);
  });
});

describe("a field that can't be planned and is never null", () => {
  const strict = subgraph(
    "reviews",
    `
      type Query { top: Media tops: [Media!] loose: [Media] must: Media! shelf: Shelf }
      type Shelf { label: String top: Media! }
      type Media @key(fields: "id") @interfaceObject {
        id: ID!
        title: String @external
        slug: String! @requires(fields: "title")
        stars: Int
      }
    `,
    {
      Query: {
        top: () => ({ id: "1" }),
        tops: () => [{ id: "1" }],
        loose: () => [{ id: "1" }, null, { id: "2" }],
        must: () => ({ id: "1" }),
        shelf: () => ({ label: "new", top: { id: "2" } }),
      },
      Media: { slug: ({ title }: { title?: string }) => `slug-${title ?? "nothing"}`, stars: () => 5 },
    },
  );
  const federation = federate([media, strict], undefined, withoutExternal);

  test.each<[query: string, data: object | null, missing: string[]]>([
    ["{ top { stars slug } works { id } }", { top: null, works: [{ id: "1" }, { id: "2" }] }, ["top.slug"]],
    ["{ tops { slug } book { id } }", { tops: null, book: { id: "1" } }, ["tops.slug"]],
    ["{ loose { slug } }", { loose: [null, null, null] }, ["loose.slug"]],
    ["{ must { slug } book { id } }", null, ["must.slug"]],
    ["{ shelf { label top { slug } } }", { shelf: null }, ["shelf.top.slug"]],
    ["{ shelf { label top { stars } } }", { shelf: { label: "new", top: { stars: 5 } } }, []],
  ])("%s: takes the nearest parent that may be null", async (query, data, missing) => {
    const answer = await federation.ask(query);
    expect(answer.data).toEqual(data);
    expect(answer.errors?.map(({ path }) => path?.join(".")) ?? []).toEqual(missing);
  });
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
