import fc from "fast-check";
import { print, stripIgnoredCharacters } from "graphql";
import { describe, expect, test } from "vitest";
import { defaultLimits } from "../../../router/operation/limits.ts";
import { type Operation, readOperation } from "../../../router/operation/read-operation.ts";
import { RequestError } from "../../../router/operation/request-error.ts";
import { loadSupergraph } from "../../../router/supergraph/load-supergraph.ts";
import { readText } from "../../repository/tree.ts";
import { runs } from "../../support/runs.ts";

const { schema } = loadSupergraph(readText("schema/supergraph.graphql"));

const read = (text: string, operationName: string | null = null): Operation =>
  readOperation(schema, text, operationName, defaultLimits);
const selectionOf = (text: string, operationName: string | null = null): string =>
  stripIgnoredCharacters(print(read(text, operationName).definition.selectionSet));

function messagesOf(text: string, operationName: string | null = null): string[] {
  try {
    read(text, operationName);
    return [];
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error.errors.map(({ message }) => message);
  }
}

describe("a document", () => {
  test("with one operation needs no name", () => {
    expect(read("{ me { id } }").name).toBeNull();
    expect(read("query A { me { id } }").name).toBe("A");
    expect(read("query A { me { id } }", "A").name).toBe("A");
  });

  test("with several operations is read for the one that is named", () => {
    const text = "query A { me { id } } query B { me { username } } mutation C { __typename }";
    expect(selectionOf(text, "A")).toBe("{me{id}}");
    expect(selectionOf(text, "B")).toBe("{me{username}}");
    expect(read(text, "C").definition.operation).toBe("mutation");
  });

  test.each([
    ["query A { me { id } } query B { me { id } }", null, "must say which"],
    ["query A { me { id } } query B { me { id } }", "C", "not one of them"],
    ["{ me { id } }", "A", "not one of them"],
    ["query A { me { id } }", "a", "not one of them"],
    ["query A { me { id } }", "__proto__", "not one of them"],
    ["fragment F on Account { id }", null, "0 operations"],
  ])("%s cannot be read for the operation %j", (text, name, word) => {
    const messages = messagesOf(text, name).join();
    // A document of fragments only is refused by validation first: they are never used.
    expect(messages.includes(word) || messages.includes("never used")).toBe(true);
  });

  test.each([
    ["ResidentAtCounter", "ResidentAtCounter"],
    ["Q".repeat(60_001), "Q".repeat(64)],
    ["Get329999199203150014", "Get_"],
    ["a329999195203150014b", "ab_"],
    ["Call13912345671", "Call_"],
    ["Page20260101", "Page20260101"],
  ])("is known by its name as far as that may be kept: %s", (name, kept) => {
    expect(read(`query ${name} { me { id } }`).name).toBe(kept);
    expect(read(`query ${name} { me { id } }`).definition.name?.value).toBe(kept);
  });

  test("tells its operations apart, however alike their names are once cut", () => {
    const long = "Q".repeat(64);
    const text = `query ${long}1 { me { id } } query ${long}2 { __typename }`;
    const [one, two] = [read(text, `${long}1`), read(text, `${long}2`)];
    expect([one.name, two.name]).toEqual([long, long]);
    expect(one.writtenName).not.toBe(two.writtenName);
  });

  test("has the hash of its text", () => {
    const [one, other] = [read("{ me { id } }"), read("{ me { id }  }")];
    expect(one.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(other.hash).not.toBe(one.hash);
    expect(read("{ me { id } }").hash).toBe(one.hash);
  });
});

describe("fragments", () => {
  test("are written out where they are spread, within each other too, with the conditions of the spread", () => {
    const text = `query ($v: Boolean!) { me { ...One @include(if: $v) ...Two } }
      fragment One on Account { id ...Two } fragment Two on Account { username }`;
    expect(selectionOf(text)).toBe(
      "{me{...on Account@include(if:$v){id ...on Account{username}}...on Account{username}}}",
    );
  });

  test("are written out below lists and under aliases", () => {
    const text = "{ a: accounts { edges { n: node { ...F } } } } fragment F on Account { id }";
    expect(selectionOf(text)).toBe("{a:accounts{edges{n:node{...on Account{id}}}}}");
  });

  test.each([
    "{ me { ...F } } fragment F on Account { ...F }",
    "{ me { ...F } } fragment F on Account { ...G } fragment G on Account { ...F }",
    "{ me { ...F } }",
    "{ me { id } } fragment F on Account { id }",
    "{ me { ...F } } fragment F on Resident { id }",
    "{ me { ...F } } fragment F on Nobody { id }",
  ])("that don't end, or don't fit, are refused: %s", (text) => {
    expect(messagesOf(text)).not.toEqual([]);
  });

  // Written out, they would be more than a million: the refusal has to come before that.
  test("that multiply are refused before they are written out", () => {
    const fragments = Array.from(
      { length: 20 },
      (_, at) => `fragment F${at} on Account { ...F${at + 1} ...F${at + 1} }`,
    );
    const startedAt = performance.now();
    expect(messagesOf(`{ me { ...F0 } } ${fragments.join(" ")} fragment F20 on Account { id }`)).not.toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe("a refusal", () => {
  test.each([
    ["{ resident(id: 1) { nam } }", "name"],
    ["{ residents { edge { node { id } } } }", "edges"],
    ["{ residnet(id: 1) { id } }", "resident"],
    ["{ residents(frist: 1) { edges { cursor } } }", "first"],
    ["query ($a: Resident_Filter) { residents(filter: $a) { edges { cursor } } }", "ResidentFilter"],
    ["{ resident(id: 1) { ... on Residen { id } } }", "Resident"],
    ["{ residents(filter: { areaCod: 1 }) { edges { cursor } } }", "areaCode"],
    ["{ me { id @includ(if: true) } }", "include"],
    ["{ resident(id: 1) { socialSecurity { participations { employr } } } }", "employer"],
  ])("suggests nothing: not for %s %j", (text, suggestion) => {
    const messages = messagesOf(text).join("\n");
    expect(messages).not.toBe("");
    expect(messages).not.toContain("Did you mean");
    // What is missing is said of a type or a field, whose name is the client's own.
    expect(messages.replaceAll(/on (type|field) "[\w.]+"|type "ResidentFilter"|"[\w.]+\.\w+"/g, "")).not.toContain(
      `"${suggestion}"`,
    );
  });

  test.each([
    ["an identity number", `{ residentByIdNumber(idNumber: "110105194912310021") { id } }`],
    ["a number where a page size belongs", `{ residents(first: "110105194912310021") { edges { cursor } } }`],
    ["a text where an object belongs", `{ residents(filter: "110105194912310021") { edges { cursor } } }`],
    ["a list where a text belongs", `{ residents(filter: { name: ["110105194912310021"] }) { edges { cursor } } }`],
    ["a number beyond all limits", `{ residents(first: 110105194912310021) { edges { cursor } } }`],
    ["a text where a switch belongs", `{ me { id @include(if: "110105194912310021") } }`],
    ["a default", `query ($n: ResidentIdNumber = "110105194912310021") { residentByIdNumber(idNumber: $n) { id } }`],
    ["an enum's name", `{ residentByIdNumber(idNumber: N110105194912310021) { id } }`],
    ["a text that does not end", `{ residentByIdNumber(idNumber: "110105194912310021 ) { id } }`],
    ["a text in the wrong place", `{ me { id } } "110105194912310021"`],
    ["a number in the wrong place", `{ me { 110105194912310021 } }`],
    ["a text of several lines", `{ residentByIdNumber(idNumber: """110105194912310021""") { id } }`],
  ])("repeats no value: %s", (_what, text) => {
    const messages = messagesOf(text).join("\n");
    expect(messages).not.toBe("");
    expect(messages).not.toContain("110105194912310021");
  });

  test("repeats no text or number of any document", () => {
    const value = fc.stringMatching(/^[0-9]{8,18}$/);
    const literal = fc.oneof(
      value.map((digits) => `"${digits}"`),
      value.map((digits) => `"""${digits}"""`),
      value.map((digits) => digits.replace(/^0+/, "9")),
      value.map((digits) => `-1.${digits}`),
      value.map((digits) => `["${digits}"]`),
      value.map((digits) => `{ name: "${digits}", other: ${digits.replace(/^0+/, "9")} }`),
      value.map((digits) => `"${digits}`),
    );
    const place = fc.constantFrom(
      (text: string) => `{ resident(id: ${text}) { id } }`,
      (text: string) => `{ residents(first: ${text}) { edges { cursor } } }`,
      (text: string) => `{ residents(filter: ${text}) { edges { cursor } } }`,
      (text: string) => `{ residentByIdNumber(idNumber: ${text}) { id } }`,
      (text: string) => `{ me(x: ${text}) { id } }`,
      (text: string) => `{ me { id @skip(if: ${text}) } }`,
      (text: string) => `{ me ${text} { id } }`,
      (text: string) => `${text} { me { id } }`,
      (text: string) => `query ($v: Int = ${text}) { residents(first: $v) { edges { cursor } } }`,
    );
    fc.assert(
      fc.property(literal, place, (text, put) => {
        const messages = messagesOf(put(text)).join("\n");
        for (const [digits] of text.matchAll(/\d{6,}/g)) expect(messages).not.toContain(digits);
      }),
      runs(300),
    );
  });

  test("comes for any text at all, and as a refusal", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string()), (text) => {
        expect(messagesOf(text)).not.toEqual([]);
      }),
      runs(200),
    );
  });

  test("comes for a document of nothing but brackets, however many", () => {
    for (const text of [
      "{",
      "{a".repeat(5_000),
      "[".repeat(50_000),
      `{ me(x: ${"[".repeat(5_000)}`,
      "{ me { ".repeat(3_000),
    ]) {
      expect(messagesOf(text)).not.toEqual([]);
    }
  });
});
