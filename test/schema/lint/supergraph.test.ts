import { describe, expect, test } from "vitest";
import { type Departments, foundInSupergraph } from "../../support/lint.ts";

const R = '@requiresScopes(scopes: [["population:read"]])';
const PERSON = `type P @key(fields: "id") @person ${R} @policy(policies: [["purpose"]])`;

interface Case {
  readonly what: string;
  readonly departments: Departments;
  /** The one change to the composed text that makes it fail: some of these mistakes composition itself refuses. */
  readonly break: readonly [text: string, replacement: string];
  readonly finding: string;
}

const needs = (...alternatives: string[]) =>
  `@requiresScopes(scopes: [${alternatives
    .map(
      (all) =>
        `[${all
          .split("+")
          .map((one) => `"${one}"`)
          .join(", ")}]`,
    )
    .join(", ")}])`;

/** `health` works a field out from one of `population`'s. */
const worksOut = (
  rule: string,
  read = `b: String ${needs("x:b")}`,
  fieldSet = "b",
  external = "b: String @external",
) => ({
  population: `type Query { a: A @authenticated } type A @key(fields: "id") { id: ID! @authenticated ${read} }`,
  health: `type A @key(fields: "id") { id: ID! @authenticated ${external} c: String @requires(fields: "${fieldSet}") ${rule} }`,
});
const cases: Case[] = [
  {
    what: "a field anybody may read",
    departments: { population: `type Query { a: Int ${R} }` },
    break: ['a: Int @requiresScopes(scopes: [["population:read"]])', "a: Int"],
    finding: "open-field Query.a",
  },
  {
    what: "an alternative that asks for nothing",
    departments: { population: `type Query { a: Int ${R} }` },
    break: [
      'a: Int @requiresScopes(scopes: [["population:read"]])',
      'a: Int @requiresScopes(scopes: [["population:read"], []])',
    ],
    finding: "empty-rule Query.a",
  },
  {
    what: "a guarded field that is non-null",
    departments: { population: `type Query { a: A @authenticated } type A { b: Int ${R} }` },
    break: ["b: Int ", "b: Int! "],
    finding: "refusable-non-null A.b",
  },
  {
    what: "a non-null field of a guarded type",
    departments: { population: `type Query { a: A @authenticated } type A { b: B } type B ${R} { c: Int! }` },
    break: ["b: B", "b: B!"],
    finding: "refusable-non-null A.b",
  },
  {
    what: "a non-null list of a guarded type",
    departments: { population: `type Query { a: A @authenticated } type A { b: [B!] } type B ${R} { c: Int! }` },
    break: ["b: [B!]", "b: [B!]!"],
    finding: "refusable-non-null A.b",
  },
  {
    what: "a non-null field whose object may turn out guarded",
    departments: {
      population: `type Query { a: A @authenticated } type A { b: I @authenticated } interface I { c: Int } type B implements I ${R} { c: Int }`,
    },
    break: ["b: I ", "b: I! "],
    finding: "refusable-non-null A.b",
  },
  {
    what: "a non-null field that only one of the ways to it makes sure of",
    departments: {
      population: `type Query { a: A ${R} b: A ${R} } type A { c: Int! ${R} }`,
    },
    break: ['b: A @requiresScopes(scopes: [["population:read"]])', "b: A @authenticated"],
    finding: "refusable-non-null A.c",
  },
  {
    what: "a field worked out from more than it asks for",
    departments: worksOut(needs("x:b")),
    break: [`requires: "b") ${needs("x:b")}`, `requires: "b") ${needs("x:other")}`],
    finding: "requires-more A.c",
  },
  {
    what: "one alternative of several that asks for less",
    departments: worksOut(needs("x:b+x:c", "x:b")),
    break: [`requires: "b") ${needs("x:b+x:c", "x:b")}`, `requires: "b") ${needs("x:b+x:c", "x:d")}`],
    finding: "requires-more A.c",
  },
  {
    what: "both halves of a rule in two alternatives",
    departments: worksOut(needs("x:a+x:b"), `b: String ${needs("x:a+x:b")}`),
    break: [`requires: "b") ${needs("x:a+x:b")}`, `requires: "b") ${needs("x:a", "x:b")}`],
    finding: "requires-more A.c",
  },
  {
    what: "a field worked out from a policed one",
    departments: worksOut('@policy(policies: [["purpose"]])', 'b: String @policy(policies: [["purpose"]])'),
    break: ['requires: "b") @policy(policies: [["purpose"]])', 'requires: "b") @authenticated'],
    finding: "requires-more A.c",
  },
  {
    what: "a field worked out from one deep inside",
    departments: worksOut(
      `@authenticated ${needs("x:n")}`,
      `b: B @authenticated } type B { n: Int ${needs("x:n")} `,
      "b { n }",
      "b: B @external } type B { n: Int @external } extend type A {",
    ),
    break: [`requires: "b{n}") @authenticated ${needs("x:n")}`, 'requires: "b{n}") @authenticated'],
    finding: "requires-more A.c",
  },
  {
    what: "a field worked out from a masked one",
    departments: worksOut(needs("x:b+x:whole"), `b: String ${needs("x:b")} @mask(as: NAME, unless: "x:whole")`),
    break: [`requires: "b") ${needs("x:b+x:whole")}`, `requires: "b") ${needs("x:b")}`],
    finding: "requires-more A.c",
  },
  {
    what: "a field that provides more than it asks for",
    departments: {
      population: `type Query { a: A @authenticated } type A @key(fields: "id") { id: ID! @authenticated b: String @shareable ${needs("x:b")} }`,
      health: `type Query { h: A @provides(fields: "b") ${needs("x:b")} } type A @key(fields: "id") { id: ID! @authenticated b: String @external }`,
    },
    break: [`provides: "b") ${needs("x:b")}`, 'provides: "b") @authenticated'],
    finding: "provides-more Query.h",
  },
  {
    what: "a field of an interface object worked out from more than it asks for",
    departments: {
      population: `type Query { m: M @authenticated } interface M @key(fields: "id") { id: ID! t: Int } type N implements M @key(fields: "id") { id: ID! @authenticated t: Int ${needs("x:t")} }`,
      health: `type M @key(fields: "id") @interfaceObject { id: ID! t: Int @external more: Int @requires(fields: "t") ${needs("x:t")} }`,
    },
    break: [`more: Int @join__field ${needs("x:t")}`, "more: Int @join__field @authenticated"],
    finding: "requires-more N.more",
  },
  {
    what: "a value out of a context",
    departments: {
      population: `type Query { a: Int ${R} } type A @key(fields: "id") { id: ID! @authenticated b: Int @authenticated }`,
      health: `type A @key(fields: "id") { id: ID! @authenticated c: Int @authenticated }`,
    },
    break: [
      "c: Int @join__field(graph: HEALTH)",
      'c: Int @join__field(graph: HEALTH, contextArguments: [{ name: "x", type: "Int", context: "h", selection: " { b }" }])',
    ],
    finding: "from-context A.c",
  },
  {
    what: "a filter that does not say what it reads",
    departments: {
      population: `type Query { a(f: F): [A] } input F { b: String @reads(fields: ["A.b"]) } type A ${R} { b: String }`,
    },
    break: ['b: String @reads(fields: ["A.b"])', "b: String"],
    finding: "unnamed-reading F.b",
  },
  {
    what: "an identity number without a mask",
    departments: {
      population: `scalar ResidentIdNumber type Query { a: ResidentIdNumber ${R} @mask(as: ID_NUMBER, unless: "population:read:id-number") }`,
    },
    break: ['@mask(as: ID_NUMBER, unless: "population:read:id-number")', ""],
    finding: "unmasked-number Query.a",
  },
  {
    what: "a key that holds a telephone number",
    departments: {
      population: `type Query { a: A } type A @key(fields: "id") ${R} { id: ID! phone: String @mask(as: PHONE, unless: "population:read:phone") }`,
    },
    break: ['key: "id"', 'key: "phone"'],
    finding: "personal-key A",
  },
  {
    what: "a person without a purpose",
    departments: { population: `type Query { p: P q: [P!] } ${PERSON} { id: ID! }` },
    break: [' @policy(policies: [["purpose"]])', ""],
    finding: "open-person Query.q",
  },
  {
    what: "a person without a scope",
    departments: { population: `type Query { p: P } ${PERSON} { id: ID! }` },
    break: [` ${R}`, " @authenticated"],
    finding: "open-person Query.p",
  },
  {
    what: "a person with a way past the scope",
    departments: { population: `type Query { p: P } ${PERSON} { id: ID! }` },
    break: [' @policy(policies: [["purpose"]])', ' @policy(policies: [["purpose"], ["other"]])'],
    finding: "open-person Query.p",
  },
  {
    what: "a person behind a union",
    departments: { population: `type Query { u: U @authenticated } union U = P ${PERSON} { id: ID! }` },
    break: [' @policy(policies: [["purpose"]])', ""],
    finding: "open-person Query.u",
  },
  {
    what: "the total of a list of people without a purpose",
    departments: {
      population: `type Query { ps(first: Int = 20, after: String): PConnection @authenticated }
        type PConnection ${R} { edges: [PEdge!] @policy(policies: [["purpose"]]) pageInfo: PageInfo @policy(policies: [["purpose"]]) totalCount: Int @policy(policies: [["purpose"]]) }
        type PEdge ${R} @policy(policies: [["purpose"]]) { node: P cursor: String }
        ${PERSON} { id: ID! }`,
    },
    break: [' totalCount: Int @policy(policies: [["purpose"]])', " totalCount: Int"],
    finding: "open-list PConnection.totalCount",
  },
  {
    what: "something about a person without the person's id",
    departments: {
      population: `type Query { n: N } type N @person(id: "personId") ${R} @policy(policies: [["purpose"]]) { personId: ID! }`,
    },
    break: ['@person(id: "personId")', "@person"],
    finding: "person-without-id N",
  },
  {
    what: "a change about people without their ids",
    departments: {
      population: `type Query { n: N } type N @recorded(as: REGISTER_ENTRY, about: "ids") ${R} { id: ID ids: [ID!]! }`,
    },
    break: ['about: "ids"', 'about: "id"'],
    finding: "person-without-id N",
  },
  {
    what: "rules under another name",
    departments: { population: `type Query { a: Int ${R} }` },
    break: ['requiresScopes/v0.1",', 'requiresScopes/v0.1", as: "needs",'],
    finding: "renamed-directive @requiresScopes",
  },
  {
    what: "rules that come from nowhere",
    departments: { population: `type Query { a: Int ${R} }` },
    break: ['@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)', ""],
    finding: "unlinked-directive @requiresScopes",
  },
];

describe("a supergraph", () => {
  test.each(cases)("with $what fails, and without passes", ({ departments, break: [text, replacement], finding }) => {
    const change = (sdl: string) => {
      const changed = sdl.replaceAll(text, replacement);
      expect(changed, sdl).not.toBe(sdl);
      return changed;
    };
    expect(foundInSupergraph(departments)).toEqual([]);
    expect(foundInSupergraph(departments, change)).toContain(finding);
  });
});
