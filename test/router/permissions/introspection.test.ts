import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
  isObjectType,
  isSpecifiedScalarType,
  validateSchema,
} from "graphql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../../support/hub.ts";
import { allHolders, allScopes, scopesOfRole } from "../../support/sdl-rules.ts";
import { allCoordinates, coordinatesFor, otherTypesFor } from "../../support/visible-fields.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());

/** A purpose may always be given. */
const shownTo = (scopes: readonly string[]) => coordinatesFor({ scopes, hasPurpose: true });

const TYPES =
  "{ __schema { types { name description fields { name description args { name } } enumValues { name } } } }";

/** What a client builds of the schema it is shown. */
async function schemaShownTo(claims: { roles: string[]; department?: string; scope?: string }, purpose: string | null) {
  const reply = await hub.ask({ query: getIntrospectionQuery(), purpose, ...claims });
  expect(reply.errors).toEqual([]);
  return buildClientSchema(reply.data as unknown as IntrospectionQuery);
}

function contentsOf(schema: GraphQLSchema): { fields: string[]; others: string[] } {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  const fields = types.flatMap((type) =>
    isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`) : [],
  );
  // The scalars that every schema may name say nothing.
  const others = types.filter((type) => !isObjectType(type) && !isSpecifiedScalarType(type)).map(({ name }) => name);
  return { fields: fields.sort(), others: others.sort() };
}

describe("introspection by role", () => {
  test.each(allHolders)("shows $role $department what the role may see, and nothing else", async (holder) => {
    const { role, department } = holder;
    const coordinates = shownTo(scopesOfRole(role, department));
    const others = otherTypesFor(coordinates);
    for (const purpose of [null, "item:320101-001"]) {
      const claims = { roles: [role], ...(department === undefined ? {} : { department }) };
      const schema = await schemaShownTo(claims, purpose);
      expect(contentsOf(schema)).toEqual({ fields: coordinates, others });
      expect(validateSchema(schema)).toEqual([]);
    }
  });

  test("differs between roles, and shows nobody everything", () => {
    const views = allHolders.map(({ role, department }) => shownTo(scopesOfRole(role, department)));
    expect(new Set(views.map((view) => view.join())).size).toBeGreaterThan(5);
    expect(Math.max(...views.map((view) => view.length))).toBeLessThan(allCoordinates.length);
    expect(shownTo(allScopes)).toEqual([...allCoordinates].sort());
  });

  test("shows less to a token that is narrowed", async () => {
    const schema = await schemaShownTo({ roles: ["window_clerk"], scope: "population:read" }, null);
    expect(contentsOf(schema).fields).toEqual(shownTo(["population:read"]));
  });

  test("answers for a hidden type as for one that is not there", async () => {
    const ask = (name: string) => hub.ask({ query: `{ __type(name: "${name}") { name fields { name } } }` });
    const [hidden, missing, shown] = [await ask("AccessRecord"), await ask("NoSuchType"), await ask("Resident")];
    expect(hidden.text).toBe(missing.text);
    expect(hidden.data).toEqual({ __type: null });
    expect(shown.text).toContain("household");
  });

  test("gives each of several roles that ask at once its own schema", async () => {
    const asked = [...allHolders, ...allHolders].map(async ({ role, department }) => {
      const schema = await schemaShownTo({ roles: [role], ...(department === undefined ? {} : { department }) }, null);
      expect(contentsOf(schema).fields).toEqual(shownTo(scopesOfRole(role, department)));
    });
    await Promise.all(asked);
  });
});

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
