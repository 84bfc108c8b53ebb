import { describe, expect, test } from "vitest";
import { readText } from "../../repository/tree.ts";
import { foundInDepartments } from "../../support/lint.ts";

const READ = '@requiresScopes(scopes: [["population:read"]])';
const PERSON = `@person ${READ} @policy(policies: [["purpose"]])`;

/** Two texts that differ in what the rule is about, and in nothing else. */
type Pair = readonly [what: string, fails: string, passes: string, finding: string];

describe("a department's SDL", () => {
  test.each<Pair>([
    ["a field that anybody may read", "type Query { a: Int }", `type Query { a: Int ${READ} }`, "open-field Query.a"],
    [
      "an open field below a guarded one",
      `type Query { a: A ${READ} } type A { b: Int }`,
      `type Query { a: A ${READ} } type A ${READ} { b: Int }`,
      "open-field A.b",
    ],
    [
      "an open field of a type extended here",
      `type Query { a: A } type A ${READ} { b: Int } extend type Query { c: Int }`,
      `type Query { a: A } type A { b: Int } extend type A ${READ} { c: Int }`,
      "open-field Query.c",
    ],
    [
      "a field open for no reason",
      'type Query { a: Int @public(reason: " ") }',
      'type Query { a: Int @public(reason: "printed in the gazette") }',
      "blank-reason Query.a",
    ],
    [
      "a type open for no reason",
      'type Query { a: A @authenticated } type A @public(reason: "") { b: Int @authenticated }',
      'type Query { a: A @authenticated } type A @public(reason: "printed") { b: Int }',
      "blank-reason A",
    ],
    [
      "a rule on an interface",
      `type Query { a: I @authenticated } interface I ${READ} { b: Int } type A implements I ${READ} { b: Int }`,
      `type Query { a: I @authenticated } interface I { b: Int } type A implements I ${READ} { b: Int }`,
      "rule-on-interface I",
    ],
    [
      "a rule on a field of an interface",
      `type Query { a: I @authenticated } interface I { b: Int ${READ} } type A implements I { b: Int ${READ} }`,
      `type Query { a: I @authenticated } interface I { b: Int } type A implements I { b: Int ${READ} }`,
      "rule-on-interface I.b",
    ],
    [
      "a rule on a scalar",
      `scalar Day @authenticated type Query { a: Day @authenticated }`,
      `scalar Day type Query { a: Day @authenticated }`,
      "rule-on-interface Day",
    ],
    [
      "a rule on an object that stands for an interface",
      `type Query { a: Int ${READ} } type M @key(fields: "id") @interfaceObject ${READ} { id: ID! more: Int }`,
      `type Query { a: Int ${READ} } type M @key(fields: "id") @interfaceObject { id: ID! ${READ} more: Int ${READ} }`,
      "rule-on-interface M",
    ],
    ...[
      ["no list", "@requiresScopes(scopes: [])"],
      ["an empty list", "@requiresScopes(scopes: [[]])"],
      ["an empty name", '@requiresScopes(scopes: [[""]])'],
      ["a blank name", '@requiresScopes(scopes: [["  "]])'],
      ["one empty list of two", '@requiresScopes(scopes: [["population:read"], []])'],
      ["no policy", "@policy(policies: [])"],
      ["an empty policy", '@policy(policies: [["purpose", ""]])'],
    ].map(([what = "", rule = ""]): Pair => [
      `a rule of ${what}`,
      `type Query { a: Int @authenticated ${rule} }`,
      `type Query { a: Int @authenticated ${READ} }`,
      "empty-rule Query.a",
    ]),
    [
      "a scope that is on no list",
      'type Query { a: Int @requiresScopes(scopes: [["population:raed"]]) }',
      `type Query { a: Int ${READ} }`,
      "unknown-scope Query.a",
    ],
    [
      "a policy that is on no list",
      `type Query { a: Int ${READ} @policy(policies: [["purpoes"]]) }`,
      `type Query { a: Int ${READ} @policy(policies: [["purpose"]]) }`,
      "unknown-policy Query.a",
    ],
    [
      "a mask that no scope lifts",
      `type Query { a: String ${READ} @mask(as: NAME, unless: "population:read:nmae") }`,
      `type Query { a: String ${READ} @mask(as: NAME, unless: "population:read:name") }`,
      "unknown-scope Query.a",
    ],
    [
      "a scope of another department",
      'type Query { a: Int @requiresScopes(scopes: [["population:read"], ["civil-affairs:read"]]) }',
      'type Query { a: Int @requiresScopes(scopes: [["population:read"], ["population:read", "civil-affairs:read"]]) }',
      "foreign-scope Query.a",
    ],
    [
      "a mask that another department's scope lifts",
      `type Query { a: String ${READ} @mask(as: NAME, unless: "civil-affairs:read:amounts") }`,
      `type Query { a: String ${READ} @mask(as: NAME, unless: "population:read:name") }`,
      "foreign-scope Query.a",
    ],
    [
      "a filter that does not say what it reads",
      `type Query { a(b: String): [A] } type A ${READ} { b: String }`,
      `type Query { a(b: String @reads(fields: ["A.b"])): [A] } type A ${READ} { b: String }`,
      "unnamed-reading Query.a(b:)",
    ],
    [
      "a filter inside an input object inside another",
      `type Query { a(f: F): [A] } input F { g: G } input G { f: F b: String } type A ${READ} { b: String }`,
      `type Query { a(f: F): [A] } input F { g: G } input G { f: F b: String @reads(fields: ["A.b"]) } type A ${READ} { b: String }`,
      "unnamed-reading G.b",
    ],
    [
      "an order that does not say what it reads",
      `enum By { B C @reads(fields: ["A.b"]) } type Query { a(by: By): [A] } type A ${READ} { b: String }`,
      `enum By { B @reads(fields: ["A.b"]) C @reads(fields: ["A.b"]) } type Query { a(by: By): [A] } type A ${READ} { b: String }`,
      "unnamed-reading Query.a(by:)",
    ],
    [
      "a filter that reads a field there is not",
      `type Query { a(b: String @reads(fields: ["A.c"])): [A] } type A ${READ} { b: String }`,
      `type Query { a(b: String @reads(fields: ["A.b"])): [A] } type A ${READ} { b: String }`,
      "unknown-reading Query.a(b:)",
    ],
    [
      "a filter that reads nothing",
      `type Query { a(b: String @reads(fields: [])): [A] } type A ${READ} { b: String }`,
      `type Query { a(b: String @reads(fields: ["A.b", "A.c"])): [A] } type A ${READ} { b: String c: Int }`,
      "unknown-reading Query.a(b:)",
    ],
    [
      "many tries in one look-up by a whole value",
      `type Query { a(b: [String!]! @reads(fields: ["A.b"], exactly: "on the card")): [A] } type A ${READ} { b: String }`,
      `type Query { a(b: String! @reads(fields: ["A.b"], exactly: "on the card")): [A] } type A ${READ} { b: String }`,
      "loose-exactly Query.a(b:)",
    ],
    [
      "a look-up by a whole value for no reason",
      `type Query { a(b: String! @reads(fields: ["A.b"], exactly: "")): [A] } type A ${READ} { b: String }`,
      `type Query { a(b: String! @reads(fields: ["A.b"], exactly: "on the card")): [A] } type A ${READ} { b: String }`,
      "loose-exactly Query.a(b:)",
    ],
    [
      "a key that holds an identity number",
      `type Query { a: A } type A @key(fields: "idNumber") ${READ} { id: ID! idNumber: String @mask(as: ID_NUMBER, unless: "population:read:id-number") }`,
      `type Query { a: A } type A @key(fields: "id") ${READ} { id: ID! idNumber: String @mask(as: ID_NUMBER, unless: "population:read:id-number") }`,
      "personal-key A",
    ],
    [
      "a key that holds one deep inside",
      `type Query { a: A } type A @key(fields: "id b { code }") ${READ} { id: ID! b: B } type B ${READ} { code: ResidentIdNumber @mask(as: ID_NUMBER, unless: "population:read:id-number") } scalar ResidentIdNumber`,
      `type Query { a: A } type A @key(fields: "id b { day }") ${READ} { id: ID! b: B } type B ${READ} { day: Date code: ResidentIdNumber @mask(as: ID_NUMBER, unless: "population:read:id-number") } scalar ResidentIdNumber`,
      "personal-key A",
    ],
    [
      "a personal number as an ID",
      `type Query { a: A } type A ${READ} { phone: ID @mask(as: PHONE, unless: "population:read:phone") }`,
      `type Query { a: A } type A ${READ} { phone: String @mask(as: PHONE, unless: "population:read:phone") }`,
      "personal-id A.phone",
    ],
    [
      "a personal number as a cursor",
      `type Query { a: A } type A ${READ} { cursor: ResidentIdNumber @mask(as: ID_NUMBER, unless: "population:read:id-number") } scalar ResidentIdNumber`,
      `type Query { a: A } type A ${READ} { cursor: String number: ResidentIdNumber @mask(as: ID_NUMBER, unless: "population:read:id-number") } scalar ResidentIdNumber`,
      "personal-id A.cursor",
    ],
    [
      "an ID argument that is a personal number",
      `type Query { a(idNumber: ID!): A } type A ${READ} { b: Int }`,
      `type Query { a(id: ID!): A } type A ${READ} { b: Int }`,
      "personal-id Query.a(idNumber:)",
    ],
    [
      "an identity number without a mask",
      `type Query { a: A } type A ${READ} { number: ResidentIdNumber } scalar ResidentIdNumber`,
      `type Query { a: A } type A ${READ} { number: ResidentIdNumber @mask(as: ID_NUMBER, unless: "population:read:id-number") } scalar ResidentIdNumber`,
      "unmasked-number A.number",
    ],
    [
      "a telephone number as plain text",
      `type Query { a: A } type A ${READ} { phone: String }`,
      `type Query { a: A } type A ${READ} { phone: String @public(reason: "the office's own line") }`,
      "unmasked-number A.phone",
    ],
    [
      "a value out of a context",
      `type Query { a(b: String @reads(fields: ["A.b"]) @fromContext(field: "$c { b }")): A } type A ${READ} { b: String }`,
      `type Query { a(b: String @reads(fields: ["A.b"])): A } type A ${READ} { b: String }`,
      "from-context Query.a",
    ],
  ])("with %s fails, and without passes", (_what, fails, passes, finding) => {
    expect(foundInDepartments({ population: fails })).toContain(finding);
    expect(foundInDepartments({ population: passes })).toEqual([]);
  });

  test.each<[what: string, other: string]>([
    ["no person", `type Resident @key(fields: "id") @policy(policies: [["purpose"]]) { id: ID! b: Int }`],
    ["a person without a purpose", `type Resident @key(fields: "id") @person @authenticated { id: ID! b: Int }`],
    [
      "a person whose purpose may be left out",
      `type Resident @key(fields: "id") @person @policy(policies: [["purpose"], ["other"]]) { id: ID! b: Int }`,
    ],
  ])("that makes %s of another department's person fails", (_what, other) => {
    const population = `type Query { a: Resident } type Resident @key(fields: "id") ${PERSON} { id: ID! }`;
    const right = `type Resident @key(fields: "id") @person @policy(policies: [["purpose"]]) { id: ID! b: Int }`;
    expect(foundInDepartments({ population, "civil-affairs": other })).toContain("forgotten-person Resident");
    expect(foundInDepartments({ population, "civil-affairs": right })).toEqual([]);
  });
});

describe("the directives of a department", () => {
  const prelude = readText("subgraphs/shared/prelude.graphql");
  const sdl = `type Query { a: Int ${READ} }`;

  test.each([
    [
      "imported under another name",
      '"@requiresScopes"',
      '{ name: "@requiresScopes", as: "@needs" }',
      "renamed-directive @requiresScopes",
    ],
    [
      "another one under its name",
      '"@requiresScopes"',
      '{ name: "@tag", as: "@requiresScopes" }',
      "renamed-directive @tag",
    ],
    ["not imported", '      "@requiresScopes"\n', "", "unlinked-directive @requiresScopes"],
    [
      "imported from elsewhere",
      "specs.apollo.dev/federation",
      "example.org/federation",
      "unlinked-directive @requiresScopes",
    ],
    [
      "a mask imported under another name",
      '"@mask", "@public"',
      '{ name: "@mask", as: "@hide" }, "@public"',
      "renamed-directive @mask",
    ],
    [
      "defined a second time",
      "directive @person",
      "directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION\n\ndirective @person",
      "redefined-directive @requiresScopes",
    ],
  ])("%s fail", (_what, text, replacement, finding) => {
    const changed = prelude.replace(text, replacement);
    expect(changed).not.toBe(prelude);
    expect(foundInDepartments({ population: sdl }, changed)).toContain(finding);
    expect(foundInDepartments({ population: sdl })).toEqual([]);
  });

  test("under a name with federation's prefix fail", () => {
    const prefixed = sdl.replace("@requiresScopes", "@federation__requiresScopes");
    expect(foundInDepartments({ population: prefixed })).toContain("renamed-directive @federation__requiresScopes");
  });
});
