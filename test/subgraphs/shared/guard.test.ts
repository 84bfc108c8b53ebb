import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, GraphQLError, parse } from "graphql";
import { beforeAll, describe, expect, test } from "vitest";
import { guardSchema } from "../../../subgraphs/shared/guard.ts";
import { createViewer, type Viewer } from "../../../subgraphs/shared/viewer.ts";
import { readText } from "../../repository/tree.ts";

const SDL = `
  type Query {
    plain: Plain
    open: Open @authenticated
    things: [Thing!]
  }
  type Open { text: String }
  type Plain @requiresScopes(scopes: [["guard:read"]]) {
    now: String @mask(as: NAME, unless: "guard:read:name")
    later: String @mask(as: NAME, unless: "guard:read:name")
    nothing: String @mask(as: NAME, unless: "guard:read:name")
    many: [String] @mask(as: NAME, unless: "guard:read:name")
    object: String @mask(as: NAME, unless: "guard:read:name")
    secret: String @requiresScopes(scopes: [["guard:read:secret"]])
    next: Open @requiresScopes(scopes: [["guard:read:secret"]])
  }
  interface Thing { text: String }
  type Visible implements Thing { text: String }
  type Hidden implements Thing @requiresScopes(scopes: [["guard:read:hidden"]]) { text: String }
  type Resident @key(fields: "id") @policy(policies: [["purpose"]]) { id: ID! text: String }
`;

let calls: string[] = [];
const counted = (name: string, value: unknown) => () => {
  calls.push(name);
  return value;
};

const schema = guardSchema(
  buildSubgraphSchema([
    {
      typeDefs: parse(readText("subgraphs/shared/prelude.graphql") + SDL),
      resolvers: {
        Query: {
          plain: counted("plain", {}),
          open: counted("open", { text: "OPEN" }),
          things: () => [
            { __typename: "Visible", text: "VISIBLE" },
            { __typename: "Hidden", text: "HIDDEN-VALUE" },
          ],
        },
        Plain: {
          now: () => "欧阳小琴",
          later: async () => "欧阳小琴",
          nothing: async () => null,
          many: () => ["欧阳小琴"],
          object: () => ({ toString: () => "欧阳小琴" }),
          secret: counted("secret", "SECRET-VALUE"),
          next: counted("next", { text: "SECRET-VALUE" }),
        },
        Resident: { __resolveReference: counted("reference", { id: "1", text: "RESIDENT-VALUE" }) },
      },
    },
  ]),
);

const viewerWith = (scopes: readonly string[], hasPurpose = false): Viewer =>
  createViewer({
    id: "1",
    roles: [],
    areas: [],
    department: null,
    residentId: null,
    scopes: new Set(scopes),
    purpose: hasPurpose ? { kind: "case", detail: "1" } : null,
    rolesHash: "",
  });

async function ask(query: string, viewer?: Viewer) {
  calls = [];
  const contextValue = viewer === undefined ? {} : { viewer };
  const result = await execute({ schema, document: parse(query), contextValue });
  const codeOf = ({ originalError }: GraphQLError) => (originalError as { code?: string } | undefined)?.code ?? "none";
  return {
    data: JSON.parse(JSON.stringify(result.data)) as unknown,
    codes: (result.errors ?? []).map((error) => `${(error.path ?? []).join(".")} ${codeOf(error)}`),
  };
}

beforeAll(() => {
  expect(schema.getQueryType()).toBeDefined();
});

describe("a mask", () => {
  test.each(["now", "later"])("covers a value that is there %s", async (field) => {
    const masked = await ask(`{ plain { ${field} } }`, viewerWith(["guard:read"]));
    expect(masked).toEqual({ data: { plain: { [field]: "欧阳**" } }, codes: [] });
    const whole = await ask(`{ plain { ${field} } }`, viewerWith(["guard:read", "guard:read:name"]));
    expect(whole.data).toEqual({ plain: { [field]: "欧阳小琴" } });
  });

  test("makes no value where there is none", async () => {
    const reply = await ask("{ plain { nothing } }", viewerWith(["guard:read"]));
    expect(reply).toEqual({ data: { plain: { nothing: null } }, codes: [] });
  });

  test.each(["many", "object"])("over anything but text lets nothing through: %s", async (field) => {
    const reply = await ask(`{ plain { ${field} } }`, viewerWith(["guard:read"]));
    expect(reply).toEqual({ data: { plain: { [field]: null } }, codes: [`plain.${field} INTERNAL`] });
  });
});

describe("a field that asks for a right", () => {
  test.each(["secret", "next { text }"])("is refused before anything is looked up: %s", async (field) => {
    const [name = ""] = field.split(" ");
    const reply = await ask(`{ plain { ${field} } }`, viewerWith(["guard:read"]));
    expect(reply).toEqual({ data: { plain: { [name]: null } }, codes: [`plain.${name} UNAUTHORIZED_FIELD_OR_TYPE`] });
    expect(calls).toEqual(["plain"]);
  });

  test("is refused by the type it gives", async () => {
    const reply = await ask("{ plain { now } open { text } }", viewerWith([]));
    expect(reply).toEqual({
      data: { plain: null, open: { text: "OPEN" } },
      codes: ["plain UNAUTHORIZED_FIELD_OR_TYPE"],
    });
  });

  test("is closed when nobody asks, whatever right it is", async () => {
    for (const query of ["{ plain { now } }", "{ open { text } }"]) {
      const reply = await ask(query);
      expect(reply.codes.map((one) => one.split(" ")[1])).toEqual(["UNAUTHENTICATED"]);
      expect(calls).toEqual([]);
    }
  });
});

describe("a member of an interface", () => {
  test("keeps its own rule where only the interface is asked for", async () => {
    const query = "{ things { text } }";
    const reply = await ask(query, viewerWith([]));
    expect(reply).toEqual({
      data: { things: [{ text: "VISIBLE" }, { text: null }] },
      codes: ["things.1.text UNAUTHORIZED_FIELD_OR_TYPE"],
    });
    expect((await ask(query, viewerWith(["guard:read:hidden"]))).codes).toEqual([]);
  });
});

describe("an entity", () => {
  const query = `{ _entities(representations: [{ __typename: "Resident", id: "1" }]) { ... on Resident { text } } }`;

  test("is refused by its type's rule before it is looked up", async () => {
    expect(await ask(query, viewerWith([]))).toEqual({
      data: { _entities: [null] },
      codes: ["_entities.0 PURPOSE_REQUIRED"],
    });
    expect(calls).toEqual([]);
    expect(await ask(query)).toMatchObject({ data: { _entities: [null] }, codes: ["_entities.0 UNAUTHENTICATED"] });
    const seen = await ask(query, viewerWith([], true));
    expect(seen).toEqual({ data: { _entities: [{ text: "RESIDENT-VALUE" }] }, codes: [] });
  });
});
