import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const vault = subgraph(
  "vault",
  `
    type Query {
      items(kind: Kind = OPEN, drawer: Int @inaccessible): [Item!]!
      audit: Audit @inaccessible
      best: Find
      any: Thing
    }
    enum Kind { OPEN SEALED @inaccessible }
    interface Thing { id: ID! }
    union Find = Item | Audit
    input Hidden @inaccessible { code: String }
    scalar Secret @inaccessible
    type Item implements Thing @key(fields: "id") { id: ID! kind: Kind code: String @inaccessible hash: Secret @inaccessible }
    type Audit implements Thing @inaccessible @key(fields: "id") { id: ID! note: String }
  `,
  {
    Query: {
      items: () => [
        { id: "1", kind: "OPEN", code: "x1" },
        { id: "2", kind: "SEALED", code: "x2" },
      ],
      best: () => ({ __typename: "Audit", id: "9" }),
      any: () => ({ __typename: "Audit", id: "9" }),
    },
    Item: { __resolveReference: ({ id }: { id: string }) => ({ id, kind: "OPEN", code: `x${id}` }) },
  },
);

const labels = subgraph(
  "labels",
  `type Item @key(fields: "id") { id: ID! code: String @external label: String @requires(fields: "code") }`,
  { Item: { label: ({ code }: { code: string }) => `label of ${code}` } },
);

const graph = federate([vault, labels]);

describe("@inaccessible", () => {
  test.each([
    ["a field", "{ items { code } }"],
    ["a root field", "{ audit { id } }"],
    ["a type", "{ any { ... on Audit { note } } }"],
    ["an enum value", "{ items(kind: SEALED) { id } }"],
    ["an argument", "{ items(drawer: 1) { id } }"],
    ["a field whose type is hidden", "{ items { hash } }"],
  ])("makes %s unknown", async (_, query) => {
    const answer = await graph.ask(query);
    expect(answer.data).toBeUndefined();
    expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  test("makes an enum value unknown in variables too", async () => {
    const answer = await graph.ask("query ($kind: Kind) { items(kind: $kind) { id } }", { kind: "SEALED" });
    expect(answer.data).toBeUndefined();
  });

  test("keeps the names out of introspection", async () => {
    const answer = await graph.ask(`{
      __schema { types { name fields { name args { name } } enumValues { name } possibleTypes { name } } directives { name } }
    }`);
    const text = JSON.stringify(answer.data);
    expect(text).toContain('"Item"');
    for (const name of ["Audit", "audit", "SEALED", "drawer", "code", "Hidden", "Secret", "hash", "inaccessible"]) {
      expect(text).not.toContain(`"${name}"`);
    }
  });

  test("does not keep one department from requiring the field of another", async () => {
    expect(await graph.ask("{ items { label } }")).toEqual({
      data: { items: [{ label: "label of x1" }, { label: "label of x2" }] },
    });
  });

  test("turns a hidden enum value that is answered into null, with an error", async () => {
    const answer = await graph.ask("{ items { id kind } }");
    expect(answer.data).toEqual({
      items: [
        { id: "1", kind: "OPEN" },
        { id: "2", kind: null },
      ],
    });
    expect(answer.errors).toHaveLength(1);
  });

  test.each([["{ best { __typename } }"], ["{ any { __typename id } }"]])(
    "turns an object of a hidden type into null, with an error: %s",
    async (query) => {
      const answer = await graph.ask(query);
      expect(Object.values(answer.data as object)).toEqual([null]);
      expect(answer.errors).toHaveLength(1);
      expect(JSON.stringify(answer)).not.toContain("Audit");
    },
  );
});
