import { describe, expect, test } from "vitest";
import { askBoard, board, type BoardQuestion, boardWithBareInterfaces } from "../../support/notice-board.ts";

const REFUSED = "UNAUTHORIZED_FIELD_OR_TYPE";
const data = {
  plain: { id: "1", text: "PLAIN" },
  secret: { __typename: "Secret", id: "2", text: "SECRET-VALUE", place: "SECRET-VALUE" },
  author: { id: "3", name: "AUTHOR-VALUE" },
  person: {
    __typename: "Person",
    id: "4",
    name: "王**",
    note: "NOTE-VALUE",
    friends: [{ __typename: "Person", id: "5", name: "李*", note: "NOTE-VALUE" }],
  },
  notice: { __typename: "Secret", id: "6", text: "SECRET-VALUE", author: { id: "3", name: "AUTHOR-VALUE" } },
  notices: [
    { __typename: "Public", id: "7", text: "PUBLIC" },
    { __typename: "Secret", id: "8", text: "SECRET-VALUE", place: "SECRET-VALUE" },
    { __typename: "Guarded", id: "9", text: "GUARDED-VALUE" },
  ],
  found: [
    { __typename: "Public", id: "7", text: "PUBLIC" },
    { __typename: "Secret", id: "8", text: "SECRET-VALUE", place: "SECRET-VALUE" },
    { __typename: "Person", id: "4", name: "王**", note: "NOTE-VALUE" },
  ],
  ruled: { either: "EITHER", both: "BOTH", signedIn: "SIGNED-IN" },
  change: { done: true, note: "NOTE-VALUE" },
};

const ask = (query: string, question: BoardQuestion = {}) => askBoard(query, { data, ...question });

describe("a field", () => {
  test.each([
    { scopes: [], isGiven: false },
    { scopes: ["board:a"], isGiven: true },
    { scopes: ["board:b"], isGiven: false },
    { scopes: ["board:c"], isGiven: false },
    { scopes: ["board:b", "board:c"], isGiven: true },
    { scopes: ["board:A", "board:ab", "board"], isGiven: false },
  ])("with alternatives is given to $scopes: $isGiven", async ({ scopes, isGiven }) => {
    const reply = await ask("{ ruled { either signedIn } }", { scopes });
    expect(reply.data).toEqual({ ruled: { either: isGiven ? "EITHER" : null, signedIn: "SIGNED-IN" } });
    expect(reply.errors).toEqual(isGiven ? [] : [`ruled.either ${REFUSED}`]);
    expect(reply.sent.join().includes("either")).toBe(isGiven);
  });

  test.each([
    { scopes: ["board:a"], hasPurpose: true, code: null },
    { scopes: ["board:a"], hasPurpose: false, code: "PURPOSE_REQUIRED" },
    { scopes: [], hasPurpose: true, code: REFUSED },
    // A purpose alone would not help, so it is not asked for.
    { scopes: [], hasPurpose: false, code: REFUSED },
  ])("with two rules needs both: $scopes, $hasPurpose", async ({ scopes, hasPurpose, code }) => {
    const reply = await ask("{ ruled { both } }", { scopes, hasPurpose });
    expect(reply.data).toEqual({ ruled: { both: code === null ? "BOTH" : null } });
    expect(reply.errors).toEqual(code === null ? [] : [`ruled.both ${code}`]);
  });

  test.each(["{ author { name } }", "{ author { __typename } }", "{ plain { id } author { id } }"])(
    "that gives a protected type asks for the type's right: %s",
    async (query) => {
      const refused = await ask(query);
      expect(refused.data).toMatchObject({ author: null });
      expect(refused.errors).toEqual([`author ${REFUSED}`]);
      expect(refused.sent.join()).not.toContain("author");
      expect((await ask(query, { scopes: ["board:author"] })).errors).toEqual([]);
    },
  );

  test("is refused under its alias, in a fragment and in a fragment within one", async () => {
    const query = `{ r: ruled { x: either ...One } } fragment One on Ruled { ... on Ruled { y: either } ...Two }
      fragment Two on Ruled { z: either either }`;
    const reply = await ask(query);
    expect(reply.errors.sort()).toEqual(["r.either", "r.x", "r.y", "r.z"].map((path) => `${path} ${REFUSED}`));
    expect(reply.text).not.toContain("EITHER");
    expect(reply.data).toEqual({ r: { x: null, y: null, z: null, either: null } });
  });

  test("is refused once however often its path is asked for", async () => {
    const query = `query ($on: Boolean!) { ruled { either either ... @include(if: $on) { either } ...One } }
      fragment One on Ruled { either }`;
    expect((await ask(query, { variables: { on: true } })).errors).toEqual([`ruled.either ${REFUSED}`]);
  });

  test("switched off is neither refused, nor masked, nor recorded", async () => {
    const query = `query ($on: Boolean!) {
      ruled @include(if: $on) { either } person { id name @include(if: $on) note @skip(if: true) } }`;
    const off = await ask(query, { variables: { on: false }, hasPurpose: true });
    expect(off).toMatchObject({ data: { person: { id: "4" } }, errors: [], masked: [] });
    const look = off.looks[0]?.told;
    expect([...(look?.refused ?? []), ...(look?.masked ?? [])]).toEqual([]);
    const on = await ask(query, { variables: { on: true }, hasPurpose: true });
    expect(on).toMatchObject({ errors: [`ruled.either ${REFUSED}`], masked: ["Person.name"] });
  });

  test("of which only refused ones are asked still says whether its object is there", async () => {
    expect((await ask("{ ruled { either } }")).data).toEqual({ ruled: { either: null } });
    expect((await ask("{ ruled { either } }", { data: { ruled: null } })).data).toEqual({ ruled: null });
  });
});

describe("an interface whose members' rules stand on it too", () => {
  test("is refused whole to whoever may not see one of its members", async () => {
    for (const query of [
      "{ notices { __typename } }",
      "{ notices { ... on Public { text } } }",
      "{ notices { id } }",
    ]) {
      const reply = await askBoard(query, { data, supergraph: board });
      expect(reply).toMatchObject({ data: { notices: null }, errors: [`notices ${REFUSED}`], sent: [] });
      expect((await askBoard(query, { data, scopes: ["board:secret"] })).errors).toEqual([]);
    }
  });
});

describe("an interface whose members' rules stand on them alone", () => {
  const query = "{ notices { __typename id text } }";
  const ask = (text: string, question: BoardQuestion = {}) =>
    askBoard(text, { data, supergraph: boardWithBareInterfaces, ...question });

  test("is no way around the rule of a member's field, or of a member", async () => {
    const reply = await ask(query);
    expect(reply.text).not.toMatch(/SECRET-VALUE|GUARDED-VALUE/);
    expect(reply.errors.sort()).toEqual([`notices.id ${REFUSED}`, `notices.text ${REFUSED}`]);
  });

  test.each([
    [["board:secret"], [`notices.text ${REFUSED}`]],
    [["board:text"], [`notices.id ${REFUSED}`, `notices.text ${REFUSED}`]],
    [["board:secret", "board:text"], []],
  ])("asks for what each of its members asks for: with %j", async (scopes, errors) => {
    const reply = await ask(query, { scopes });
    expect(reply.errors.sort()).toEqual(errors);
    expect(reply.text.includes("GUARDED-VALUE")).toBe(errors.length === 0);
  });

  test("lets fields of a member through that the member's own rule permits", async () => {
    const some =
      "{ notices { __typename ... on Public { text } ... on Guarded { id text } ... on Secret { text place } } }";
    const reply = await ask(some);
    expect(reply.data).toEqual({
      notices: [{ __typename: "Public", text: "PUBLIC" }, null, { __typename: "Guarded", id: "9", text: null }],
    });
    expect(reply.errors.sort()).toEqual([`notices.place ${REFUSED}`, `notices.text ${REFUSED}`]);
    expect(reply.sent.join()).not.toContain("place");
  });

  test("hides a whole member whose type is protected, even by its name", async () => {
    for (const some of [
      "{ notices { __typename } }",
      "{ notices { ... on Secret { __typename } } }",
      "{ notice { __typename } }",
    ]) {
      expect((await ask(some)).text).not.toContain('"Secret"');
      expect((await ask(some, { scopes: ["board:secret"] })).text).toContain('"Secret"');
    }
  });

  test("refuses a field whose type is protected through any member", async () => {
    const reply = await ask("{ notice { author { name } } }", { scopes: ["board:secret"] });
    expect(reply.errors).toEqual([`notice.author ${REFUSED}`]);
    expect(reply.text).not.toContain("AUTHOR-VALUE");
  });
});

describe("a union", () => {
  test("shows only the members the viewer may see", async () => {
    const query = "{ found { __typename ... on Public { text } ... on Secret { text } ... on Person { name note } } }";
    const reply = await ask(query);
    expect(reply.data).toEqual({ found: [{ __typename: "Public", text: "PUBLIC" }, null, null] });
    expect(reply.text).not.toMatch(/SECRET-VALUE|NOTE-VALUE|王/);
    const more = await ask(query, { scopes: ["board:secret"], hasPurpose: true });
    expect(more.data).toEqual({
      found: [
        { __typename: "Public", text: "PUBLIC" },
        { __typename: "Secret", text: "SECRET-VALUE" },
        { __typename: "Person", name: "王**", note: null },
      ],
    });
    expect(more.errors).toEqual([`found.note ${REFUSED}`]);
  });

  test("is no way around them by a fragment on an interface within it", async () => {
    const query = "{ found { ... on Notice { id text } } }";
    const reply = await ask(query);
    expect(reply.text).not.toContain("SECRET-VALUE");
    expect(reply.errors.sort()).toEqual([`found.id ${REFUSED}`, `found.text ${REFUSED}`]);
  });

  test("hides members when nothing but __typename is asked for", async () => {
    const reply = await ask("{ found { __typename } }");
    expect(reply.data).toEqual({ found: [{ __typename: "Public" }, null, null] });
  });
});

describe("a person", () => {
  const look = (query: string, question: BoardQuestion = {}) =>
    ask(query, { hasPurpose: true, ...question }).then(({ looks }) => looks);

  test.each([
    ["{ person { id } }", ["4"]],
    ["{ person { __typename } }", ["4"]],
    ["{ person { name } }", ["4"]],
    ["{ p: person { n: name } }", ["4"]],
    ["{ person { id: name } }", ["4"]],
    ["{ person { subject_of_record_: name subject_of_record__: name } }", ["4"]],
    ["{ person { friends { __typename } } }", ["4", "5"]],
    ["{ found { __typename } }", ["4"]],
    ["{ found { ... on Public { id } } }", ["4"]],
  ])("in the answer to %s is entered in the record", async (query, ids) => {
    const looks = await look(query);
    expect(looks.map(({ residents }) => [...residents].sort())).toEqual([ids]);
  });

  test.each(["{ person { id } }", "{ person { friends { name } } }", "{ found { ... on Person { name } } }"])(
    "asked for without a right is entered as a refused try: %s",
    async (query) => {
      const looks = await look(query, { hasPurpose: false });
      expect(looks).toHaveLength(1);
      expect(looks[0]?.residents.size).toBe(0);
    },
  );

  test("is not entered where nobody can be met", async () => {
    expect(await look("{ plain { id } notices { __typename } }")).toEqual([]);
  });

  test("is shown masked, and said to be, unless the right is there", async () => {
    const masked = await ask("{ person { name note } }", { hasPurpose: true, scopes: ["board:note"] });
    expect(masked).toMatchObject({ masked: ["Person.name"], errors: [], data: { person: { note: "NOTE-VALUE" } } });
    const whole = await ask("{ person { name } }", { hasPurpose: true, scopes: ["board:read:name"] });
    expect(whole.masked).toEqual([]);
    expect(whole.looks[0]?.told.returned).toContain("Person.name");
    expect(masked.looks[0]?.told.masked).toEqual(["Person.name"]);
  });

  test("without an id is not shown, because no record could name who it was", async () => {
    const reply = await ask("{ person { name } }", { hasPurpose: true, data: { person: { name: "NAME-VALUE" } } });
    expect(reply.data).toEqual({ person: null });
    expect(reply.errors).toEqual(["person SUBGRAPH_UNAVAILABLE"]);
  });

  test("is not shown when the record can't be written", async () => {
    const reply = await ask("{ person { name } }", { hasPurpose: true, isRecordingBroken: true });
    expect(reply).toMatchObject({ kind: "unrecorded", text: "{}" });
  });
});

describe("a change", () => {
  test("is made when all of it is permitted", async () => {
    const reply = await ask(`mutation { change(text: "x") { done note } }`, { scopes: ["board:note"] });
    expect(reply.data).toEqual({ change: { done: true, note: "NOTE-VALUE" } });
    expect(reply.sent).toHaveLength(1);
  });

  test("is refused whole, and not made, when a part of it is refused", async () => {
    const reply = await ask(`mutation { change(text: "x") { done note } }`);
    expect(reply).toMatchObject({ data: null, sent: [], errors: [`change.note ${REFUSED}`] });
  });

  test("is made when the refused part is switched off", async () => {
    const query = `mutation ($on: Boolean!) { change(text: "x") { done note @include(if: $on) } }`;
    expect(await ask(query, { variables: { on: false } })).toMatchObject({
      data: { change: { done: true } },
      errors: [],
    });
    expect((await ask(query, { variables: { on: true } })).sent).toEqual([]);
  });
});
