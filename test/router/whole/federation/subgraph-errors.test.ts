import { GraphQLError } from "graphql";
import { describe, expect, test } from "vitest";
import type { Transport } from "../../../../router/departments/transport.ts";
import { federate, inProcess } from "../../../support/federation/federate.ts";
import { subgraph } from "../../../support/federation/subgraph.ts";

const failing = (code: string, message: string) => () => {
  throw new GraphQLError(message, { extensions: { code, stacktrace: ["at secret.ts:1"] } });
};

const gates = subgraph(
  "gates",
  `
    type Query { gates: [Gate!]! guarded: Gate plain: Int own: Int strange: Int yard: [[Gate]] }
    type Gate @key(fields: "id") { id: ID! }
  `,
  {
    Query: {
      gates: () => [{ id: "g1" }, { id: "g2" }, { id: "g3" }],
      yard: () => [[{ id: "g2" }], [null, { id: "g2" }]],
      guarded: failing("UNAUTHORIZED_FIELD_OR_TYPE", "needs scope gates:read"),
      plain: () => {
        throw new Error("select * from gates");
      },
      own: failing("BAD_USER_INPUT", "The number is too long."),
      strange: failing("TEAPOT", "short and stout"),
    },
  },
);
const keepers = subgraph(
  "keepers",
  `type Gate @key(fields: "id") { id: ID! keeper: Keeper log: [Entry!] } type Keeper { name: String } type Entry { note: String }`,
  {
    Gate: {
      __resolveReference: (key: object) => key,
      keeper: ({ id }: { id: string }) =>
        id === "g2" ? failing("SUPPRESSED", "who it is")() : { name: `keeper of ${id}` },
      log: ({ id }: { id: string }) => [{ id }, { id }],
    },
    Entry: {
      note: ({ id }: { id: string }) => (id === "g3" ? failing("CONFLICT", "The page is being written.")() : "ok"),
    },
  },
);

const graph = federate([gates, keepers]);

async function errorsOf(query: string, hub = graph) {
  const { data, errors } = await hub.ask(query);
  return { data, errors: errors?.map(({ path, message, extensions }) => ({ path, message, extensions })) };
}

describe("an error of a department", () => {
  test("keeps its code when it is one of ours, and never its words or details", async () => {
    const { data, errors } = await errorsOf("{ guarded { id } plain strange }");
    expect(data).toEqual({ guarded: null, plain: null, strange: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual([
      [["guarded"], { code: "UNAUTHORIZED_FIELD_OR_TYPE" }],
      [["plain"], { code: "SUBGRAPH_UNAVAILABLE" }],
      [["strange"], { code: "SUBGRAPH_UNAVAILABLE" }],
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/scope|select|stout|secret/);
  });

  test("keeps its words where they speak of the client's input", async () => {
    const { errors } = await errorsOf("{ own }");
    expect(errors).toEqual([
      { path: ["own"], message: "The number is too long.", extensions: { code: "BAD_USER_INPUT" } },
    ]);
  });

  test("in an entity stands at every place of the entity, under the client's names", async () => {
    const { errors } = await errorsOf("{ all: gates { who: keeper { name } } yard { keeper { name } } }");
    expect(errors?.every(({ extensions }) => extensions.code === "SUPPRESSED")).toBe(true);
    // In which order the two places are looked at is the planner's choice.
    expect(new Set(errors?.map(({ path }) => path?.join(".")))).toEqual(
      new Set(["all.1.who", "yard.0.0.keeper", "yard.1.1.keeper"]),
    );
  });

  test("inside a list of an entity keeps both positions", async () => {
    const { errors } = await errorsOf("{ gates { log { text: note } } }");
    expect(errors?.map(({ path, message }) => [path, message])).toEqual([
      [["gates", 2, "log", 0, "text"], "The page is being written."],
      [["gates", 2, "log", 1, "text"], "The page is being written."],
    ]);
  });
});

describe("a department that does not answer", () => {
  const silent: Transport = {
    send: async () => {
      throw new Error("connect ECONNREFUSED 10.0.0.9:4001");
    },
  };
  const subgraphs = [gates, keepers];
  const withSilent = (name: string) => federate(subgraphs, new Map([...inProcess(subgraphs), [name, silent]]));

  test("leaves its fields null, with one error for each query path", async () => {
    const { data, errors } = await errorsOf("{ gates { id keeper { name } log { note } } }", withSilent("keepers"));
    const gate = (id: string) => ({ id, keeper: null, log: null });
    expect(data).toEqual({ gates: [gate("g1"), gate("g2"), gate("g3")] });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [["gates", "keeper"], "SUBGRAPH_UNAVAILABLE"],
      [["gates", "log"], "SUBGRAPH_UNAVAILABLE"],
    ]);
    expect(JSON.stringify(errors)).not.toContain("10.0.0.9");
  });

  test("that holds a root field leaves nothing else to be asked", async () => {
    const hub = withSilent("gates");
    const calls = await hub.callsDuring(async () => {
      const { data, errors } = await errorsOf("{ gates { keeper { name } } }", hub);
      expect([data, errors?.map(({ path }) => path)]).toEqual([null, [["gates"]]]);
    });
    expect(calls.map((call) => call.subgraph)).toEqual(["gates"]);
  });
});
