import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsOfResolvers } from "../../subgraphs/shared/check-resolvers.ts";
import { copyOfHub, type HubRepository } from "../support/hub-repository.ts";

const resolve = () => null;

describe("resolvers and SDL of a department", () => {
  const sdl = parse(`
    scalar Day
    enum Kind { A B }
    type Query { one(id: ID!): One two: Int }
    extend type Query { three: Int }
    type Subscription { news: Int }
    type One @key(fields: "id") { id: ID! many(first: Int): [Int] kind: Kind day: Day }
    type Elsewhere @key(fields: "id", resolvable: false) { id: ID! }
    input Choice { kind: Kind = A }
    interface Thing { id: ID! }`);
  const whole = {
    Day: {},
    Query: { one: resolve, two: resolve, three: resolve },
    Subscription: { news: { subscribe: resolve } },
    One: { __resolveReference: resolve, many: resolve },
    Thing: { __resolveType: resolve },
    Kind: { A: 1 },
  };

  test("fit each other", () => {
    expect(faultsOfResolvers(sdl, whole)).toEqual([]);
  });

  const { Day, ...withoutDay } = whole;
  test.each<[what: string, resolvers: Record<string, Record<string, unknown>>, fault: string]>([
    ["a type that there is not", { ...whole, Onne: {} }, "Onne: schema.graphql has no such type. Did you mean One?"],
    [
      "a field that there is not",
      { ...whole, One: { ...whole.One, kindd: resolve } },
      "One.kindd: schema.graphql has no such field. Did you mean kind?",
    ],
    [
      "a misspelt reference",
      { ...whole, One: { many: resolve, __resolveRefrence: resolve } },
      "One.__resolveRefrence: schema.graphql has no such field. Did you mean __resolveReference?",
    ],
    ["a missing reference", { ...whole, One: { many: resolve } }, "One.__resolveReference: it is missing"],
    [
      "a reference that is never called",
      { ...whole, Elsewhere: { __resolveReference: resolve } },
      "Elsewhere.__resolveReference: it is never called",
    ],
    [
      "a root field without one",
      { ...whole, Query: { one: resolve, two: resolve } },
      "Query.three: it has no resolver",
    ],
    [
      "a field with arguments without one",
      { ...whole, One: { __resolveReference: resolve } },
      "One.many: it has no resolver",
    ],
    ["a stream that is a value", { ...whole, Subscription: { news: resolve } }, "Subscription.news: it needs"],
    ["a value of an enum that there is not", { ...whole, Kind: { C: 1 } }, "Kind.C: schema.graphql has no such field."],
    ["a field of an interface", { ...whole, Thing: { id2: resolve } }, "Thing.id2: schema.graphql has no such field."],
    ["a scalar of its own", withoutDay, "Day: the scalar is in no list"],
    ["a name every object has", { ...whole, One: { ...whole.One, toString: resolve } }, "One.toString: schema.graphql"],
  ])("do not with %s", (_what, resolvers, fault) => {
    expect(Day).toBeDefined();
    expect(faultsOfResolvers(sdl, resolvers).join("\n")).toContain(fault);
  });
});

describe("hub says what to mend, where, and no stack", { timeout: 120_000 }, () => {
  let repository: HubRepository;
  beforeAll(async () => {
    repository = await copyOfHub();
    await repository.git("init", "-q");
    await repository.commit("as it is");
  });
  afterAll(() => repository.remove());

  test.each<[what: string, file: string, change: readonly [string | RegExp, string], argv: string[], err: string]>([
    [
      "a misspelt resolver",
      "subgraphs/cases/resolvers.ts",
      ["    business: (row", "    busines: (row"],
      ["lint"],
      "subgraphs/cases/resolvers.ts  Case.busines: schema.graphql has no such field. Did you mean business?\n",
    ],
    [
      "a missing reference, when a department starts",
      "subgraphs/cases/resolvers.ts",
      [/ {4}__resolveReference: .*caseById.*\n/, ""],
      ["serve", "cases"],
      "subgraphs/cases/resolvers.ts  Case.__resolveReference: it is missing, and Case has a @key. Add it, or say resolvable: false.\n",
    ],
    [
      "SDL that is none",
      "subgraphs/health/schema.graphql",
      [/$/, "\ntype Vaccination {\n  givenOn Date\n}\n"],
      ["lint"],
      'Syntax Error: Expected ":", found Name "Date". Correct "givenOn Date", or the line before it.\n',
    ],
    [
      "a conflict between departments",
      "subgraphs/health/schema.graphql",
      [/$/, "\nextend type Resident { name: Int @authenticated }\n"],
      ["compose"],
      "subgraphs/population/schema.graphql:",
    ],
    [
      "a scope that there is not",
      "schema/roles.yaml",
      ["- population:read:name", "- population:raed:name"],
      ["compose"],
      '"population:raed:name" is not known here. Did you mean population:read:name?\n',
    ],
    ["a role that there is not", "schema/roles.yaml", ["  analyst:", "  analist:"], ["lint"], "schema/roles.yaml:"],
    ["a file that is no YAML", "schema/roles.yaml", ["  analyst:\n", "  analyst: [\n"], ["lint"], "schema/roles.yaml:"],
  ])("%s", async (_what, file, change, argv, err) => {
    await repository.edit(file, change);
    const ran = await repository.hub(...argv);
    await repository.git("checkout", "-q", "--", file);
    expect(ran.err).toContain(err);
    expect(ran.err).toMatch(
      /(?:^|\n) *(?:subgraphs|schema)\/[\w/-]+\.(?:ts|graphql:\d+(?::\d+)?|yaml:\d+(?::\d+)?)(?: |\n)/,
    );
    expect(ran.err).not.toMatch(/\n\s+at |node:internal/);
    expect(ran).toMatchObject({ code: 1, out: "" });
  });
});
