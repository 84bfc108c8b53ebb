import fc from "fast-check";
import { buildSchema, GraphQLError, parse, visit } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultLimits } from "../../../router/operation/limits.ts";
import { readOperation } from "../../../router/operation/read-operation.ts";
import { RequestError } from "../../../router/operation/request-error.ts";
import { readVariables } from "../../../router/operation/variables.ts";
import { readText } from "../../repository/tree.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { runs } from "../../support/runs.ts";

let hub: TestHub;

beforeAll(async () => {
  hub = await openHub();
});

afterAll(() => hub.close());

/** What would be one letter away from each fault below, and must not be given away. */
const NEIGHBOURS = /[Dd]id you mean|"resident"|"idNumber"|"areaCode"|"Area"|"@?include"|"first"/;

describe("an error about a document", () => {
  test.each([
    ["a field", '{ residen(id: "1") { id } }'],
    ["a field of an object", '{ resident(id: "1") { idNumbe } }'],
    ["an argument", "{ residents(firs: 1) { pageInfo { endCursor } } }"],
    ["a type", '{ area(code: "32") { ... on Are { code } } }'],
    ["a type of a variable", 'query ($v: Are) { area(code: "32") { code } }'],
    ["an input field", '{ residents(filter: { areaCod: "32" }) { pageInfo { endCursor } } }'],
    ["a directive", "{ me @includ(if: true) { id } }"],
    ["an argument of a directive", "{ me @skip(i: true) { id } }"],
  ])("suggests no other name for %s", async (_what, query) => {
    const reply = await hub.ask({ query });
    expect(reply.data).toBeUndefined();
    expect(reply.errors.length).toBeGreaterThan(0);
    expect(reply.errors.map(({ message }) => message).join("\n")).not.toMatch(NEIGHBOURS);
  });

  // What stands in a message is either the client's own word or nobody's.
  test.each([
    ["{ me { diagnosi } }", 'Cannot query field "diagnosi" here.'],
    ["{ area { name } }", 'Field "area" lacks an argument.'],
    ['{ resident(id: "1") }', 'Field "resident" must have a selection of subfields.'],
    ["{ me { username { text } } }", 'Field "username" must not have a selection.'],
    ['{ area(code: "32", cod: 1) { name } }', 'Unknown argument "cod" on field "area".'],
    ["{ me { id @include } }", 'Directive "@include" lacks an argument.'],
    ["{ me @skip(i: true) { id } }", 'Unknown argument "i" on directive "@skip".'],
    ["{ me { ... { ...F } } } fragment F on Area { name }", 'Fragment "F" cannot be spread here.'],
    ["{ me { ... on Area { name } } }", "Fragment cannot be spread here."],
    [
      "query ($v: Int) { residents(after: $v) { __typename } }",
      'Variable "$v" of type "Int" does not fit where it is used.',
    ],
    ["{ residents(filter: { nam: 1 }) { __typename } }", 'Field "nam" is not defined here.'],
    [
      "{ me { a: id a: isActive } }",
      'Fields "a" conflict because "id" and "isActive" are different fields. Use different aliases on the fields to fetch both if this was intentional.',
    ],
    ["{ me { ... on Claim { diagnosis } } }", "Fragment cannot be spread here."],
    ["query ($v: Account) { me { id } }", 'Variable "$v" cannot be non-input type "Account".'],
  ])("is told in the client's own names: %s", async (query, message) => {
    for (const roles of [["resident"], ["analyst"]]) {
      const reply = await hub.ask({ query, roles });
      expect(reply.errors.map((error) => error.message)).toContain(message);
    }
  });

  test("names nothing of the schema that the document does not, however the document is wrong", async () => {
    const names = new Set<string>();
    visit(parse(readText("schema/api.graphql")), { Name: ({ value }) => void names.add(value) });
    // Names such as `name` and `area` are words of any sentence.
    const isTelling = (word: string) => names.has(word) && /[a-z][A-Z]|^[A-Z][a-z]/.test(word);
    const asked = fc.array(fc.constantFrom(...names), { minLength: 3, maxLength: 12 });
    const document = fc.tuple(asked, fc.nat(8)).map(([words, shape]): string => {
      const [a = "", b = "", c = "", d = ""] = words;
      return [
        `{ ${a} { ${b} { ${c} ${d} } } }`,
        `{ ${a}(${b}: 1) }`,
        `{ resident(id: 1) { ${words.join(" ")} } }`,
        `{ resident(id: 1) { ${a} { ${b} } } }`,
        `{ resident(id: 1) { ... on ${a} { ${b} } } }`,
        `query ($v: ${a}) { ${b}(${c}: $v) { ${d} } }`,
        `{ residents(filter: { ${a}: 1, ${b}: "x" }) { edges { node { ${c} { ${d} } } } } }`,
        `{ me { ...F } } fragment F on ${a} { ${words.map((word, at) => `a${at % 2}: ${word}`).join(" ")} }`,
        `{ me @${a}(${b}: $${c}) { id } }`,
      ].at(shape) as string;
    });
    const property = fc.asyncProperty(document, async (query) => {
      const { data, errors } = await hub.ask({ query });
      fc.pre(data === undefined);
      const written = new Set(query.match(/\w+/g));
      for (const { message } of errors) {
        const quoted = [...message.matchAll(/"([^"]*)"/g)].flatMap(([, text = ""]) => text.match(/\w+/g) ?? []);
        expect(quoted.filter((name) => !written.has(name))).toEqual([]);
        const told = (message.match(/\w+/g) ?? []).filter(isTelling);
        expect(told.filter((name) => !written.has(name))).toEqual([]);
      }
    });
    await fc.assert(property, runs(300));
  });

  test("suggests no other name for an input field of a variable", async () => {
    const query = "query ($filter: ResidentFilter) { residents(filter: $filter) { pageInfo { endCursor } } }";
    const reply = await hub.ask({ query, variables: { filter: { areaCod: "32" } } });
    expect(reply.errors.map(({ message }) => message)).toEqual(["Variable $filter: the value does not fit the type."]);
  });

  // The API takes no enum yet; departments may add one any day.
  describe("over a schema with enums", () => {
    const schema = buildSchema(`
      enum Insurance { PENSION UNEMPLOYMENT }
      input Filter { insurance: Insurance }
      type Query { count(insurance: Insurance, filter: Filter): Int }`);
    const messagesOf = (work: () => unknown): string[] => {
      try {
        work();
      } catch (error) {
        if (error instanceof RequestError) return error.errors.map((one: GraphQLError) => one.message);
        throw error;
      }
      return [];
    };

    test.each(["count(insurance: PENSIO)", 'count(insurance: "PENSION")', "count(filter: { insurance: PENSIO })"])(
      "suggests no other value: %s",
      (field) => {
        const messages = messagesOf(() => readOperation(schema, `{ ${field} }`, null, defaultLimits));
        expect(messages).toEqual(["The value does not fit its type."]);
      },
    );

    test.each([{ insurance: "PENSIO" }, { filter: { insurance: "PENSIO" } }, { filter: { insuranc: "PENSION" } }])(
      "suggests no other value for a variable: %j",
      (variables) => {
        const query =
          "query ($insurance: Insurance, $filter: Filter) { count(insurance: $insurance, filter: $filter) }";
        const { definition } = readOperation(schema, query, null, defaultLimits);
        const messages = messagesOf(() => readVariables(schema, { definition, neverNull: new Set() }, variables));
        expect(messages).toHaveLength(1);
        expect(messages[0]).toMatch(/^Variable \$(insurance|filter)[.a-z]*: the value does not fit the type\.$/);
      },
    );
  });
});
