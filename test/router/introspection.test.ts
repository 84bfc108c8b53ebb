import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { allScopes } from "../support/sdl-rules.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());

const TYPES =
  "{ __schema { types { name description fields { name description args { name } } enumValues { name } } } }";

describe("introspection", () => {
  test("gives tools a whole schema", async () => {
    const reply = await hub.ask({ query: getIntrospectionQuery(), purpose: null });
    expect(reply.errors).toEqual([]);
    const schema = buildClientSchema(reply.data as unknown as IntrospectionQuery);
    expect(schema.getQueryType()?.getFields()["resident"]).toBeDefined();
  });

  test("tells nothing of federation, rights and masks", async () => {
    const { text } = await hub.ask({ query: TYPES, roles: ["resident"] });
    for (const word of [
      "_service",
      "_entities",
      "_Any",
      "_Entity",
      "join__",
      "link__",
      "MaskFormat",
      "requiresScopes",
    ]) {
      expect(text).not.toContain(word);
    }
    expect(allScopes.filter((scope) => text.includes(scope))).toEqual([]);
    const directives = await hub.ask({ query: "{ __schema { directives { name } } }" });
    expect([...directives.text.matchAll(/"name":"(\w+)"/g)].map((match) => match[1]).sort()).toEqual(
      expect.arrayContaining(["deprecated", "include", "skip", "specifiedBy"]),
    );
    expect(directives.text).not.toMatch(/mask|person|public|policy|authenticated|key|external/);
  });

  test("is closed to whoever has no token", async () => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: TYPES }),
    });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain("Resident");
  });

  test.each(["_service { sdl }", `_entities(representations: []) { __typename }`, "__proto__", "_any"])(
    "is no way to %s",
    async (field) => {
      const reply = await hub.ask({ query: `{ ${field} }`, roles: ["resident"] });
      expect(reply.data).toBeUndefined();
      expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(reply.errors.map(() => "BAD_USER_INPUT"));
      expect(reply.errors.length).toBeGreaterThan(0);
    },
  );
});
