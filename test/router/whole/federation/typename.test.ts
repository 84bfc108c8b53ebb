import { describe, expect, test } from "vitest";
import { federate } from "../../../support/federation/federate.ts";
import { town } from "../../../support/federation/town/town.ts";

const graph = federate(town);

describe("__typename", () => {
  test.each([
    ["of the root", "{ __typename }", { __typename: "Query" }],
    ["of the root, under other names", "{ a: __typename ... on Query { b: __typename } }", { a: "Query", b: "Query" }],
    ["of mutations", "mutation { kind: __typename }", { kind: "Mutation" }],
    ["beside a root field", "{ kind: __typename greeting }", { kind: "Query", greeting: "Good day." }],
    ["alone in an object", '{ street(code: "s1") { __typename } }', { street: { __typename: "Street" } }],
    ["under another name, alone", '{ party(id: "f1") { kind: __typename } }', { party: { kind: "Firm" } }],
    [
      "twice under different names",
      '{ party(id: "f1") { kind: __typename again: __typename } }',
      { party: { kind: "Firm", again: "Firm" } },
    ],
    ["of an interface object", "{ best { kind: __typename } }", { best: { kind: "Citizen" } }],
    ["of a missing object", '{ citizen(id: "none") { __typename } }', { citizen: null }],
    [
      "of a union's members",
      '{ animal(tag: "k1") { __typename ... on Cat { kind: __typename } ... on Dog { other: __typename } } }',
      { animal: { __typename: "Cat", kind: "Cat" } },
    ],
    [
      "of an entity that only another department can tell of",
      "{ homes { owner { __typename } } }",
      {
        homes: [
          { owner: { __typename: "Citizen" } },
          { owner: { __typename: "Firm" } },
          { owner: null },
          { owner: { __typename: "Firm" } },
        ],
      },
    ],
    [
      "inside an entity",
      '{ citizen(id: "c1") { home { kind: __typename street { __typename title } } } }',
      { citizen: { home: { kind: "Home", street: { __typename: "Street", title: "High Street" } } } },
    ],
    [
      "as the name of another field",
      '{ street(code: "s1") { __typename: title } }',
      { street: { __typename: "High Street" } },
    ],
    [
      "switched off",
      "{ homes { __typename @skip(if: true) number } }",
      { homes: [{ number: 1 }, { number: 2 }, { number: 1 }, { number: 7 }] },
    ],
  ])("%s", async (_, query, data) => {
    expect(await graph.ask(query)).toEqual({ data });
  });

  test("asks no department where the schema says it all", async () => {
    const calls = await graph.callsDuring(() => graph.ask("{ __typename __schema { queryType { name } } }"));
    expect(calls).toEqual([]);
  });
});
