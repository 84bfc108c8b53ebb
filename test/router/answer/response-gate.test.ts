import { describe, expect, test } from "vitest";
import { askBoard, type BoardQuestion } from "../../support/notice-board.ts";

const BROKEN = "SUBGRAPH_UNAVAILABLE";
const ask = (query: string, data: BoardQuestion["data"], variables: Record<string, unknown> = {}) =>
  askBoard(query, { ...(data === undefined ? {} : { data }), variables });

describe("the response gate", () => {
  test("writes what was asked for, in the order of the operation", async () => {
    const data = { plain: { text: "t", id: "1", inner: { id: "2", text: "u" } } };
    const reply = await ask("{ plain { inner { text } id __typename text } }", data);
    expect(reply.text).toBe(`{"data":{"plain":{"inner":{"text":"u"},"id":"1","__typename":"Plain","text":"t"}}}`);
  });

  test("writes nothing a department sends on top", async () => {
    const extra = { idNumber: "EXTRA-VALUE", __typename: "Plain", inner: { id: "EXTRA-VALUE" } };
    const send = async () => ({ data: { plain: { id: "1", ...extra }, person: { name: "EXTRA-VALUE" } } });
    const reply = await ask("{ plain { id } }", send);
    expect(reply.text).toBe(`{"data":{"plain":{"id":"1"}}}`);
  });

  test("writes nothing that was refused, though a department sends it", async () => {
    const send = async () => ({
      data: {
        ruled: { either: "REFUSED-VALUE", signedIn: "yes" },
        author: { name: "REFUSED-VALUE" },
        person: { id: "4", subject_of_record__: "4", name: "王**", note: "REFUSED-VALUE" },
      },
    });
    const query = "{ ruled { either signedIn } author { name } person { note } }";
    const reply = await askBoard(query, { data: send, hasPurpose: true });
    expect(reply.data).toEqual({ ruled: { either: null, signedIn: "yes" }, author: null, person: { note: null } });
    expect(reply.text).not.toContain("REFUSED-VALUE");
  });

  test("writes a department's extensions and messages nowhere", async () => {
    const send = async () => ({
      data: { plain: null },
      errors: [{ message: "select * from EXTRA-VALUE", path: ["plain"], extensions: { stacktrace: ["EXTRA-VALUE"] } }],
      extensions: { trace: "EXTRA-VALUE" },
    });
    const reply = await ask("{ plain { id } }", send);
    expect(reply.text).not.toContain("EXTRA-VALUE");
    expect(reply.errors).toEqual([`plain ${BROKEN}`]);
  });
});

describe("an alias", () => {
  test("names one field twice, or two fields after each other", async () => {
    const data = { plain: { id: "1", text: "t" } };
    const reply = await ask("{ a: plain { x: id y: id } b: plain { id: text text: id } }", data);
    expect(reply.data).toEqual({ a: { x: "1", y: "1" }, b: { id: "t", text: "1" } });
  });

  test.each([
    "__typename",
    "as__id",
    "echo_of_id",
    "subject_of_record_",
    "subject_of_record__",
    "_entities",
    "_service",
  ])("like %s is the client's own, or refused", async (alias) => {
    const reply = await ask(`{ plain { ${alias}: text } }`, { plain: { id: "1", text: "t" } });
    if (reply.kind === "refused") expect(reply.data).toBeUndefined();
    else expect(reply).toMatchObject({ data: { plain: { [alias]: "t" } }, errors: [] });
  });

  test.each(["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "then", "toJSON", "length"])(
    "like %s holds what the field holds, null included, at the root and below",
    async (alias) => {
      const query = `{ ${alias}: plain { ${alias}: text } outer: plain { ${alias}: inner { id } } }`;
      const there = await ask(query, { plain: { id: "1", text: "t", inner: { id: "2" } } });
      const written = `"${alias}":{"${alias}":"t"},"outer":{"${alias}":{"id":"2"}}`;
      expect(there.text).toBe(`{"data":{${written}}}`);
      const absent = await ask(query, { plain: null });
      expect(absent.text).toBe(`{"data":{"${alias}":null,"outer":null}}`);
    },
  );
});

describe("a field selected more than once", () => {
  const data = { plain: { id: "1", text: "t", inner: { id: "2", text: "u" } } };

  test("has the selections of all of them", async () => {
    const query = "{ plain { inner { id } } ...F plain { id } } fragment F on Query { plain { inner { text } } }";
    expect((await ask(query, data)).text).toBe(`{"data":{"plain":{"inner":{"id":"2","text":"u"},"id":"1"}}}`);
  });

  // As `@skip` and `@include` have it: a field counts when one of its selections does.
  test.each([
    [true, true, { plain: { id: "1", text: "t" } }],
    [true, false, { plain: { id: "1" } }],
    [false, true, { plain: { text: "t" } }],
    [false, false, {}],
  ])("counts when one of the selections does: %s, %s", async (a, b, expected) => {
    const query = `query ($a: Boolean!, $b: Boolean!) {
      plain @include(if: $a) { id } ... on Query @include(if: $b) { plain { text } } }`;
    expect((await ask(query, data, { a, b })).data).toEqual(expected);
  });

  test.each([
    [true, { plain: { inner: { id: "2" } } }],
    [false, { plain: { inner: { id: "2", text: "u" } } }],
  ])("keeps the conditions of each for what is below it: %s", async (off, expected) => {
    const query = `query ($off: Boolean!) { plain { inner { id } inner @skip(if: $off) { text } } }`;
    expect((await ask(query, data, { off })).data).toEqual(expected);
  });

  test("is an empty object when all below it is switched off", async () => {
    expect((await ask("{ plain { id @skip(if: true) } }", data)).text).toBe(`{"data":{"plain":{}}}`);
    expect((await ask("{ plain { id @skip(if: true) } }", { plain: null })).data).toEqual({ plain: null });
  });
});

describe("null", () => {
  const whole = { id: "1", must: { id: "2" }, items: [{ id: "3" }], loose: [{ id: "4" }], inner: { id: "5" } };
  const query = "{ strict { id must { id } items { id } loose { id } inner { id } } }";

  test("is not met in data that is whole", async () => {
    const reply = await ask(query, { strict: whole });
    expect(reply).toMatchObject({ data: { strict: whole }, errors: [] });
  });

  test.each([
    ["a field that may be null", { inner: null }, { ...whole, inner: null }, []],
    ["a list that may be null", { loose: null }, { ...whole, loose: null }, []],
    ["a field that must not", { must: null }, null, [`strict.must ${BROKEN}`]],
    ["a field missing from the answer", { id: undefined }, null, [`strict.id ${BROKEN}`]],
    [
      "a field below one that must not",
      { must: { id: null } },
      null,
      [`strict.must ${BROKEN}`, `strict.must.id ${BROKEN}`],
    ],
    ["a list that must not", { items: null }, null, [`strict.items ${BROKEN}`]],
    [
      "an item of a list that may",
      { loose: [{ id: "4" }, null] },
      { ...whole, loose: null },
      [`strict.loose ${BROKEN}`],
    ],
    ["an item of a list that must not", { items: [null] }, null, [`strict.items ${BROKEN}`]],
    [
      "below an item",
      { loose: [{ id: null }] },
      { ...whole, loose: null },
      [`strict.loose.id ${BROKEN}`, `strict.loose ${BROKEN}`],
    ],
    ["below a field that may", { inner: { id: null } }, { ...whole, inner: null }, [`strict.inner.id ${BROKEN}`]],
  ])("in %s goes up to what may be null, and says where", async (_what, change, strict, errors) => {
    const reply = await ask(query, { strict: { ...whole, ...change } });
    expect(reply.data).toEqual({ strict });
    expect([...new Set(reply.errors)].sort()).toEqual([...errors].sort());
  });

  test("in a root field that must not be null takes all the data", async () => {
    const reply = await ask("{ plain { id } strictList { id } }", { plain: { id: "1" }, strictList: null });
    expect(reply).toMatchObject({ data: null, errors: [`strictList ${BROKEN}`] });
  });

  test("stays in its place of a list that may hold it", async () => {
    const list = [{ id: "1" }, null, { id: "3" }];
    expect((await ask("{ plain { list { id } } }", { plain: { list } })).data).toEqual({ plain: { list } });
  });
});

describe("a value of the wrong form", () => {
  test.each([
    ["a list where an object belongs", { plain: [{ id: "1" }] }, "{ plain { id } }", { plain: null }, "plain"],
    ["text where an object belongs", { plain: "WRONG" }, "{ plain { id } }", { plain: null }, "plain"],
    ["a number where an object belongs", { plain: 7 }, "{ plain { id } }", { plain: null }, "plain"],
    [
      "an object where a list belongs",
      { plain: { list: { id: "1" } } },
      "{ plain { list { id } } }",
      { plain: { list: null } },
      "plain.list",
    ],
    [
      "text where a list belongs",
      { plain: { list: "WRONG" } },
      "{ plain { list { id } } }",
      { plain: { list: null } },
      "plain.list",
    ],
    [
      "text in a list of objects",
      { plain: { list: ["WRONG", { id: "1" }] } },
      "{ plain { list { id } } }",
      { plain: { list: [null, { id: "1" }] } },
      "plain.list",
    ],
    [
      "an object where text belongs",
      { plain: { text: { a: "WRONG" } } },
      "{ plain { text } }",
      { plain: { text: null } },
      "plain.text",
    ],
    [
      "a list where text belongs",
      { plain: { text: ["WRONG"] } },
      "{ plain { text } }",
      { plain: { text: null } },
      "plain.text",
    ],
    [
      "an unknown value of an enum",
      { leaves: { colour: "WRONG" } },
      "{ leaves { colour } }",
      { leaves: { colour: null } },
      "leaves.colour",
    ],
    [
      "a wrong item of an enum's list",
      { leaves: { colours: ["RED", "WRONG"] } },
      "{ leaves { colours } }",
      { leaves: null },
      "leaves.colours",
    ],
    [
      "text in a matrix",
      { leaves: { matrix: [[1], ["WRONG"], null] } },
      "{ leaves { matrix } }",
      { leaves: { matrix: [[1], null, null] } },
      "leaves.matrix",
    ],
  ])("is null with an error and never shown: %s", async (_what, data, query, expected, path) => {
    const reply = await ask(query, async () => ({ data }));
    expect(reply.data).toEqual(expected);
    expect([...new Set(reply.errors)]).toEqual([`${path} ${BROKEN}`]);
    expect(reply.text).not.toContain("WRONG");
  });

  test.each([[null], ["text"], [[]], [7]])("is all data null: %j as the answer", async (answer) => {
    const reply = await ask("{ plain { id } }", async () => ({ data: answer as never }));
    expect(reply.data).toEqual({ plain: null });
    expect(reply.errors).toEqual([`plain ${BROKEN}`]);
  });
});

describe("an object of an unknown kind", () => {
  test.each([
    { __typename: "Nobody", id: "1" },
    { __typename: 7, id: "1" },
    { __typename: "Found", text: "WRONG" },
    "WRONG",
  ])("is not shown: %j", async (item) => {
    const send = async () => ({ data: { found: [item] } });
    const reply = await ask("{ found { ... on Public { id text } } }", send);
    expect(reply.text).not.toContain("WRONG");
    expect(JSON.stringify(reply.data)).not.toContain('"id":"1"');
  });
});
