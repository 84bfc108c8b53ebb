import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../../support/hub.ts";
import { resident } from "../../support/rows/resident.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
  await resident(hub.sql, { id: "1001" });
});
afterAll(() => hub.close());

const NAMES = [
  "constructor",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "__defineGetter__",
  "prototype",
  "then",
  "toJSON",
];

describe("a name that every object of JavaScript has", () => {
  test.each(NAMES)("%s is a variable like any other", async (name) => {
    const query = `query ($${name}: ID!) { resident(id: $${name}) { id } }`;
    expect((await hub.ask({ query, variables: { [name]: "1001" } })).data).toEqual({ resident: { id: "1001" } });
    expect((await hub.ask({ query })).errors).toMatchObject([
      { message: `Variable $${name}: a value is needed.`, extensions: { code: "BAD_USER_INPUT" } },
    ]);
    const optional = `query ($${name}: String) { residents(filter: { name: $${name} }, after: $${name}) { edges { node { id } } } }`;
    expect(await hub.ask({ query: optional })).toMatchObject({ errors: [], data: { residents: { edges: [{}] } } });
  });

  test.each([...NAMES, "__proto__"])("%s is an alias like any other", async (name) => {
    const query = `{ ${name}: resident(id: "1001") { ${name}: id sex socialSecurity { ${name}: status } } }`;
    const reply = await hub.ask({ query });
    expect([reply.status, reply.errors]).toEqual([200, []]);
    expect(reply.text).toContain(
      `{"data":{"${name}":{"${name}":"1001","sex":"MALE","socialSecurity":{"${name}":"ACTIVE"}}}`,
    );
  });

  test("__proto__ as a variable is refused in one sentence", async () => {
    const body = `{"query":"query ($__proto__: ID!) { resident(id: $__proto__) { id } }","variables":{"__proto__":"1001"}}`;
    const reply = await post(body);
    expect(reply).toMatchObject({
      errors: [{ message: "Variable $__proto__: it needs another name.", extensions: { code: "BAD_USER_INPUT" } }],
    });
  });

  test.each([
    '{"query":"{ __typename }","__proto__":{"query":"{ other }"}}',
    '{"query":"{ __typename }","variables":{"__proto__":{"x":1}}}',
    '{"__proto__":{"query":"{ __typename }"},"query":"{ __typename }","extensions":{"__proto__":null}}',
  ])("%s is answered by what it says itself", async (body) => {
    expect(await post(body)).toEqual({ data: { __typename: "Query" } });
  });

  test("__proto__ in an input is a field that the input does not have", async () => {
    const body = `{"query":"query ($filter: ResidentFilter) { residents(filter: $filter) { edges { node { id } } } }","variables":{"filter":{"__proto__":{"name":"x"}}}}`;
    expect(await post(body)).toMatchObject({ errors: [{ extensions: { code: "BAD_USER_INPUT" } }] });
  });
});

describe("null where there must be a value", () => {
  test.each([
    ["a condition", "query ($v: Boolean = true) { resident(id: 1001) { id name @include(if: $v) } }"],
    [
      "a condition in a fragment",
      "query ($v: Boolean = false) { ...F } fragment F on Query { resident(id: 1001) @skip(if: $v) { id } }",
    ],
    ["an argument", 'query ($v: ID = "1001") { resident(id: $v) { id } }'],
  ])("in %s is a fault of the request", async (_where, query) => {
    const reply = await hub.ask({ query, variables: { v: null } });
    expect(reply.data).toBeUndefined();
    expect(reply.errors).toMatchObject([
      { message: "Variable $v: null is no value where it stands.", extensions: { code: "BAD_USER_INPUT" } },
    ]);
    expect((await hub.ask({ query })).errors).toEqual([]);
  });
});

describe("a day that is none", () => {
  test.each(["2026-02-30", "2025-02-29", "2026-13-01", "0000-01-01", "2026-00-10"])(
    "%s is bad input in an input",
    async (day) => {
      const query = "mutation ($input: RecordVisitInput!) { recordVisit(input: $input) { visit { id } } }";
      const input = { key: "0123456789abcdef", residentId: "1001", visitedOn: day, reason: "ROUTINE", outcome: "MET" };
      const reply = await hub.ask({ query, variables: { input }, roles: ["grid_worker"] });
      expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(reply.errors.map(() => "BAD_USER_INPUT"));
      expect(reply.errors.length).toBeGreaterThan(0);
    },
  );

  async function askWith(day: string) {
    const cursor = Buffer.from(JSON.stringify(["Resident.visits", day, "1"])).toString("base64url");
    const query = `query ($after: String) { resident(id: "1001") { visits(first: 5, after: $after) { edges { node { id } } } } }`;
    return hub.ask({ query, variables: { after: cursor } });
  }
  test.each(["2026-02-30", "2025-02-29", "0000-01-01"])("%s is bad input in a cursor", async (day) => {
    expect((await askWith(day)).errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });
});

async function post(body: string): Promise<unknown> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await hub.tokenFor()}`,
      "x-purpose": "item:320101-001",
    },
    body,
  });
  return response.json();
}
