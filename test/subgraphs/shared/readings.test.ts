import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, parse } from "graphql";
import { describe, expect, test } from "vitest";
import { guardSchema } from "../../../subgraphs/shared/guard.ts";
import { readText } from "../../repository/tree.ts";
import { boardViewer } from "../../support/notice-board.ts";

const SDL = `
  type Query {
    notes(text: String @reads(fields: ["Note.text"]) filter: Filter, by: [Order!], orFilters: [Filter!]): Int @authenticated
    byNumber(number: String! @reads(fields: ["Note.number"], exactly: "it is on the card")): Int @authenticated
    lost(text: String @reads(fields: ["Note.nowhere"])): Int @authenticated
  }
  type Note @requiresScopes(scopes: [["board:read"]]) {
    text: String @requiresScopes(scopes: [["board:text"]]) @policy(policies: [["purpose"]])
    number: String @mask(as: ID_NUMBER, unless: "board:number")
    place: Place
    title: String
  }
  type Place @requiresScopes(scopes: [["board:place"]]) { name: String }
  input Filter { title: String, number: String @reads(fields: ["Note.number"]), inner: Filter, place: String @reads(fields: ["Note.place"]) }
  enum Order { TITLE, NUMBER @reads(fields: ["Note.title", "Note.number"]) }
`;

const schema = guardSchema(
  buildSubgraphSchema([
    {
      typeDefs: parse(readText("subgraphs/shared/prelude.graphql") + SDL),
      resolvers: { Query: { notes: () => 1, byNumber: () => 1, lost: () => 1 } },
    },
  ]),
);

async function ask(selection: string, scopes: string, hasPurpose: boolean): Promise<unknown> {
  const viewer = boardViewer(scopes === "" ? [] : scopes.split(" "), hasPurpose);
  const reply = await execute({ schema, document: parse(`{ it: ${selection} }`), contextValue: { viewer } });
  return reply.errors?.[0]?.extensions["code"] ?? reply.data?.["it"];
}

const REFUSED = "UNAUTHORIZED_FIELD_OR_TYPE";

describe("an argument that reads fields", () => {
  test.each<[selection: string, scopes: string, hasPurpose: boolean, answer: unknown]>([
    ["notes", "", false, 1],
    ["notes(text: null)", "", false, 1],
    ['notes(text: "a")', "board:read board:text", true, 1],
    ['notes(text: "a")', "board:read board:text", false, "PURPOSE_REQUIRED"],
    ['notes(text: "a")', "board:read", true, REFUSED],
    ['notes(text: "a")', "board:text", true, REFUSED],
    ['notes(filter: { title: "a" })', "", false, 1],
    ['notes(filter: { number: "a" })', "board:read board:number", false, 1],
    ['notes(filter: { number: "a" })', "board:read", false, REFUSED],
    ['notes(filter: { inner: { inner: { number: "a" } } })', "board:read", false, REFUSED],
    ['notes(filter: { place: "a" })', "board:read board:place", false, 1],
    ['notes(filter: { place: "a" })', "board:read", false, REFUSED],
    ['notes(orFilters: [{ title: "a" }, { number: "a" }])', "board:read", false, REFUSED],
    ["notes(by: [TITLE])", "", false, 1],
    ["notes(by: [TITLE, NUMBER])", "board:read", false, REFUSED],
    ["notes(by: NUMBER)", "board:read board:number", false, 1],
    ['byNumber(number: "1")', "board:read", false, 1],
    ['byNumber(number: "1")', "", false, REFUSED],
    ['lost(text: "a")', "board:read board:text board:number board:place", true, REFUSED],
  ])("%s with [%s], purpose %s: %s", async (selection, scopes, hasPurpose, answer) => {
    expect(await ask(selection, scopes, hasPurpose)).toBe(answer);
  });
});
