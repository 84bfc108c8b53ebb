import { buildSchema, GraphQLError } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultLimits } from "../../router/limits.ts";
import { readOperation, RequestError } from "../../router/operation.ts";
import { readVariables } from "../../router/variables.ts";
import { openHub, type TestHub } from "../support/hub.ts";

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
        const messages = messagesOf(() => readVariables(schema, definition, variables));
        expect(messages).toHaveLength(1);
        expect(messages[0]).toMatch(/^Variable \$(insurance|filter)[.a-z]*: the value does not fit the type\.$/);
      },
    );
  });
});
