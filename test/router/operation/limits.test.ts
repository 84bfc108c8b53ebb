import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "../../../hub/config/config.ts";
import { limitSettings } from "../../../hub/config/limit-settings.ts";
import { defaultLimits, type Limits } from "../../../router/operation/limits.ts";
import { readOperation } from "../../../router/operation/read-operation.ts";
import { measureVariables } from "../../../router/operation/variables-size.ts";
import { readText } from "../../repository/tree.ts";
import { fullSchema } from "../../support/expected-answer.ts";
import { openHub, type Question, type Reply, type TestHub } from "../../support/hub.ts";

/** Small enough to write down what is just over them. */
const small: Limits = {
  bodyBytes: 4_000,
  documentBytes: 900,
  tokens: 121,
  nesting: 10,
  fragments: 3,
  selections: 24,
  depth: 7,
  rootFields: 4,
  aliases: 5,
  directives: 4,
  comparisons: 6,
  listRecursion: 1,
  cost: 200,
  variablesSize: 100,
  variablesDepth: 2,
};

const ACCOUNT = "id username displayName roles areas department isActive";
const RESIDENT = ["id", "name", "idNumber", "phone", "sex", "birthOn", "address", "__typename"];
const times = (count: number, part: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(" ");

/** For each limit, what has a given amount; the amounts that can't be had exactly are told. */
const asked: Readonly<Record<Exclude<keyof Limits, "bodyBytes">, (amount: number) => Question & { had?: number }>> = {
  documentBytes: (amount) => ({ query: "{ me { id } }".padEnd(amount) }),
  tokens: (amount) => ({ query: `query (${times((amount - 9) / 4, (at) => `$v${at}: ID`)}) { me { id } }` }),
  nesting: (amount) => ({ query: `{ me ${times(amount - 2, () => "{ ...")} { id } ${"}".repeat(amount - 1)}` }),
  fragments: (amount) => ({
    query: `{ me { ${times(amount, (at) => `...F${at}`)} } } ${times(amount, (at) => `fragment F${at} on Account { id }`)}`,
  }),
  selections: (amount) => ({
    query: `{ me { ${ACCOUNT} } account(username: "x") { ${ACCOUNT} }
      resident(id: "1") { ${RESIDENT.slice(0, amount - 17).join(" ")} } }`,
  }),
  depth: (amount) => ({
    query: `{ area(code: "32") ${times(amount - 2, () => "{ parent")} { code } ${"}".repeat(amount - 1)}`,
  }),
  rootFields: (amount) => ({
    query: `{ ${[`me { id }`, `area(code: "1") { code }`, `a: me { id }`, `b: me { id }`, "__typename"].slice(0, amount).join(" ")} }`,
  }),
  aliases: (amount) => ({ query: `{ me { ${times(amount, (at) => `a${at}: id`)} } }` }),
  directives: (amount) => ({
    query: `{ me { ${ACCOUNT.split(" ").slice(0, amount).join(" @include(if: true) ")} @skip(if: true) } }`,
  }),
  comparisons: (amount) => ({
    query: `{ me { ${times(amount === 6 ? 4 : 5, () => "id")} } }`,
    had: amount === 6 ? 6 : 10,
  }),
  listRecursion: (amount) => ({
    query: `{ resident(id: "1") ${times(amount, () => "{ household { members")} { id } ${"}}".repeat(amount)} }`,
  }),
  cost: (amount) => ({
    query: `{ residents(first: ${amount === 200 ? 66 : 67}) { edges { node { id } } } }`,
    had: amount === 200 ? 199 : 202,
  }),
  variablesSize: (amount) => ({ query: "{ __typename }", variables: { name: "x".repeat(amount - 6) } }),
  variablesDepth: (amount) => ({
    query: "{ __typename }",
    variables: { a: JSON.parse(`${"[".repeat(amount - 1)}1${"]".repeat(amount - 1)}`) as unknown },
  }),
};

let hub: TestHub;
let narrow: TestHub;

beforeAll(async () => {
  [hub, narrow] = await Promise.all([openHub(), openHub({ limits: small })]);
});

afterAll(async () => {
  await Promise.all([hub.close(), narrow.close()]);
});

describe.each(Object.entries(asked))("the limit on %s", (name, ask) => {
  const limit = name as keyof typeof asked;
  const allowed = small[limit];

  test("lets pass what is within it", async () => {
    expect(limitsOf(await narrow.ask(ask(allowed)))).toEqual([]);
  });

  test("refuses what is over it, and says what there was and what is allowed", async () => {
    const over = limit === "tokens" ? allowed + 4 : allowed + 1;
    const { had = over, ...question } = ask(over);
    const reply = await narrow.ask(question);
    expect(reply.data).toBeUndefined();
    const code = ["cost", "depth", "listRecursion"].includes(limit) ? "OPERATION_TOO_EXPENSIVE" : "BAD_USER_INPUT";
    expect(reply.errors).toEqual([
      { message: expect.stringContaining(`${had}`) as string, extensions: { code, limit, had, allowed } },
    ]);
    expect(reply.errors[0]?.message).toContain(`; ${allowed} are allowed. `);
  });
});

describe("the limit on bodyBytes", () => {
  test("refuses a longer body, and reads no further", async () => {
    const variables = { padding: "x".repeat(small.bodyBytes) };
    const reply = await narrow.ask({ query: "{ __typename }", variables });
    expect(reply.status).toBe(413);
    expect(reply.errors[0]?.message).toContain(`${small.bodyBytes} bytes are allowed`);
  });
});

describe("the limit on variablesDepth", () => {
  test("holds for what would overflow the stack of whoever walks it", async () => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${await hub.tokenFor()}` },
      body: `{"query":"{ __typename }","variables":{"a":${"[".repeat(60_000)}${"]".repeat(60_000)}}}`,
    });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { limit: "variablesDepth" } }] });
    expect(measureVariables({ a: JSON.parse("[".repeat(60_000) + "]".repeat(60_000)) as unknown }).depth).toBe(60_000);
  });
});

describe("the limits as they are set", () => {
  const everything = `id name idNumber phone sex birthOn address area { code name } household { id }
    socialSecurity { status participations { insurance status paidMonths contributionBaseFen insuredArea employer }
      pension { startsOn monthlyAmountFen } }
    medicalInsurance { scheme status personalAccountBalanceFen
      claims(first: 20) { edges { node { settledOn hospital diagnosis totalFen reimbursedFen } } pageInfo { endCursor } } }
    assistance { status category monthlyAmountFen awards(first: 20) { edges { node { awardedOn reason amountFen } } } }
    oldAgeAllowance { bandAge startsOn endsOn monthlyAmountFen }`;

  test.each([
    [
      "all of a hundred residents, with twenty claims each",
      `{ residents(first: 100) { edges { node { ${everything} } } } }`,
    ],
    [
      "all of twenty residents at once",
      `{ ${times(20, (at) => `r${at}: resident(id: "${at}") { ...All }`)} } fragment All on Resident { ${everything} }`,
    ],
    ["what tools ask of the schema", getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true })],
  ])("let pass %s", async (_what, query) => {
    expect(limitsOf(await hub.ask({ query }))).toEqual([]);
  });

  test("count a page by its variable once that is known", async () => {
    const query = `query ($first: Int, $claims: Int = 100) { residents(first: $first) { edges { node { id
      medicalInsurance { claims(first: $claims) { edges { node { settledOn hospital totalFen } } } } } } } }`;
    for (const variables of [{ first: 100, claims: 10 }, { first: 10, claims: 100 }, {}]) {
      expect(limitsOf(await hub.ask({ query, variables }))).toEqual([]);
    }
    for (const variables of [{ first: 100, claims: 100 }, { first: 10_000, claims: 1 }, { first: 100 }]) {
      expect(limitsOf(await hub.ask({ query, variables }))).toEqual(["cost"]);
    }
    expect(costOf(query, { first: 10, claims: 5 })).toBe(1 + 10 * (1 + 1 + 2 + 1 + 5 * 5));
    expect(costOf(query, {})).toBe(costOf(query, { first: 20, claims: 100 }));
    // What is no page size is for the department to refuse; here it counts like the largest page.
    expect(costOf(query, { first: 1, claims: null })).toBe(costOf(query, { first: 1, claims: 100 }));
    expect(costOf(query, { first: 1, claims: -1 })).toBe(costOf(query, { first: 1, claims: 100 }));
  });

  test("count introspection by the size of the schema", async () => {
    const names = `${"name ".repeat(50)} ${times(99, (at) => `a${at}: name`)}`;
    const query = `{ __schema { types { fields { type { fields { ${names} } } } } } }`;
    expect(limitsOf(await hub.ask({ query }))).toEqual(["cost"]);
    const deeper = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    expect((await hub.ask({ query: deeper })).errors[0]?.message).toBe("Maximum introspection depth exceeded");
  });
});

describe("the settings", () => {
  const example = readText(".env.example");

  test.each(Object.entries(limitSettings))("%s is set by %s", (limit, setting) => {
    expect(readConfig([], { [setting]: "7" }).limits).toEqual({ ...defaultLimits, [limit]: 7 });
    expect(example).toContain(`# ${setting}=${defaultLimits[limit as keyof Limits]}\n`);
  });

  test("are refused all at once when they are no limits", () => {
    const wrong = { ONEDOOR_MAX_DEPTH: "0", ONEDOOR_MAX_COST: "many", ONEDOOR_MAX_TOKENS: "1.5" };
    expect(() => readConfig([], wrong)).toThrow(
      /ONEDOOR_MAX_TOKENS must be a whole number like 4000\n.*ONEDOOR_MAX_DEPTH must be at least 1, for example 16\n.*ONEDOOR_MAX_COST must be a number like 50000/,
    );
  });
});

function costOf(query: string, variables: Record<string, unknown>): number {
  return readOperation(fullSchema, query, null, defaultLimits).cost.valuesFor(variables);
}

function limitsOf(reply: Reply): string[] {
  return reply.errors.flatMap(({ extensions }) => ("limit" in extensions ? [String(extensions.limit)] : []));
}
