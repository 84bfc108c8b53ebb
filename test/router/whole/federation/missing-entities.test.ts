import { describe, expect, test } from "vitest";
import { federate, representationsOf } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

interface Key {
  id?: string | null;
  code?: string | null;
}

/** The second has no code, the third is known to nobody else, and the fourth is not there at all. */
const pumps = [{ id: "p1", code: "c1" }, { id: "p2", code: null }, { id: "p3", code: "c3" }, null];

const water = subgraph(
  "water",
  `type Query { pumps: [Pump]! } type Pump @key(fields: "id") @key(fields: "code") { id: ID! code: String }`,
  {
    Query: { pumps: () => pumps },
    Pump: { __resolveReference: ({ id, code }: Key) => pumps.find((pump) => pump?.id === id || pump?.code === code) },
  },
);

const repairs = subgraph(
  "repairs",
  `type Pump @key(fields: "code") { code: String last: Repair count: Int } type Repair { on: String! by: String }`,
  {
    Pump: {
      __resolveReference: ({ code }: Key) => (code === "c1" ? { code, last: { on: "2026-01-02" }, count: 3 } : null),
    },
  },
);

const sensors = subgraph("sensors", `type Pump @key(fields: "id") { id: ID! pressure: Int! }`, {
  Pump: { __resolveReference: ({ id }: Key) => (id === "p1" ? { id, pressure: 4 } : null) },
});

const graph = federate([water, repairs, sensors]);

describe("an entity whose key is null", () => {
  test("has null for what depends on the key, without an error", async () => {
    expect(await graph.ask("{ pumps { id count } }")).toEqual({
      data: { pumps: [{ id: "p1", count: 3 }, { id: "p2", count: null }, { id: "p3", count: null }, null] },
    });
  });

  test("does not keep the others from being asked about", async () => {
    const [, call] = await graph.callsDuring(() => graph.ask("{ pumps { count } }"));
    expect(call && representationsOf(call)).toContainEqual({ __typename: "Pump", code: "c1" });
    expect(call && representationsOf(call)).toContainEqual({ __typename: "Pump", code: "c3" });
  });
});

describe("an entity another department does not know", () => {
  test("has null for its fields, and for objects in them", async () => {
    expect(await graph.ask("{ pumps { last { on by } } }")).toEqual({
      data: { pumps: [{ last: { on: "2026-01-02", by: null } }, { last: null }, { last: null }, null] },
    });
  });

  test("is null itself where a field of it must not be, with an error", async () => {
    const answer = await graph.ask("{ pumps { id pressure } }");
    expect(answer.data).toEqual({ pumps: [{ id: "p1", pressure: 4 }, null, null, null] });
    expect(answer.errors?.length).toBeGreaterThan(0);
  });
});

describe("departments that answer something else than they were asked", () => {
  const lost = subgraph("lost", `type Query { pump: Pump } type Pump @key(fields: "id") { id: ID! }`, {
    Query: { pump: () => ({ id: "p1" }) },
  });
  const broken = subgraph("broken", `type Pump @key(fields: "id") { id: ID! age: Int last: Int }`, {
    Pump: {
      __resolveReference: () => {
        throw new Error("the archive is closed");
      },
    },
  });

  test("make an error at the entity, and null in its fields", async () => {
    const answer = await federate([lost, broken]).ask("{ pump { id age } }");
    expect(answer.data).toEqual({ pump: { id: "p1", age: null } });
    expect(answer.errors?.map((error) => [error.path, error.extensions.code])).toEqual([
      [["pump"], "SUBGRAPH_UNAVAILABLE"],
    ]);
    expect(JSON.stringify(answer)).not.toContain("archive");
  });
});
