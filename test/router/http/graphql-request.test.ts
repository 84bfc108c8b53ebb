import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadRequest, parseGet, parsePost } from "../../../router/http/graphql-request.ts";
import { runs } from "../../support/runs.ts";

const JSON_TYPE = "application/json";
const url = (parameters: Record<string, string>) => `/graphql?${new URLSearchParams(parameters).toString()}`;

function refusalOf(work: () => unknown): BadRequest {
  try {
    work();
  } catch (error) {
    if (error instanceof BadRequest) return error;
    throw error;
  }
  throw new Error("not refused");
}

describe("parsePost", () => {
  test.each([
    [{ query: "{ a }" }, { query: "{ a }", operationName: null, variables: {} }],
    [
      { query: "{ a }", operationName: null, variables: null, extensions: null },
      { operationName: null, variables: {} },
    ],
    [{ query: "{ a }", operationName: "", variables: {} }, { operationName: null }],
    [
      { query: "{ a }", operationName: "A", variables: { a: [1] }, extensions: {} },
      { operationName: "A", variables: { a: [1] } },
    ],
    [{ query: "{ a }", other: "ignored", id: 7 }, { query: "{ a }" }],
    [{ query: "{ a }", variables: { constructor: 1 } }, { variables: { constructor: 1 } }],
  ])("reads %j", (body, expected) => {
    expect(parsePost(JSON_TYPE, JSON.stringify(body))).toMatchObject(expected);
  });

  test.each([
    JSON_TYPE,
    "Application/JSON",
    `${JSON_TYPE}; charset=utf-8`,
    `${JSON_TYPE};charset="UTF-8"`,
    `${JSON_TYPE} ; x=y`,
  ])("takes the content type %j", (type) => {
    expect(parsePost(type, `{"query":"{ a }"}`).query).toBe("{ a }");
  });

  test.each([
    undefined,
    "",
    "text/plain",
    "application/graphql",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    `${JSON_TYPE}; charset=latin1`,
    `${JSON_TYPE}, text/plain`,
  ])("answers 415 to the content type %j", (type) => {
    expect(refusalOf(() => parsePost(type, `{"query":"{ a }"}`)).status).toBe(415);
  });

  test.each([
    ["", "not JSON"],
    ["{", "not JSON"],
    [`{"query":"{ a }"} {}`, "not JSON"],
    ["query=1", "not JSON"],
    ["[]", "Batches"],
    [`[{"query":"{ a }"}]`, "Batches"],
    ["null", "JSON object"],
    [`"{ a }"`, "JSON object"],
    ["7", "JSON object"],
    ["{}", "query"],
    [`{"query":""}`, "query"],
    [`{"query":null}`, "query"],
    [`{"query":7}`, "query"],
    [`{"query":["{ a }"]}`, "query"],
    [`{"query":"{ a }","operationName":7}`, "operationName"],
    [`{"query":"{ a }","variables":[]}`, "variables"],
    [`{"query":"{ a }","variables":"{}"}`, "variables"],
    [`{"query":"{ a }","variables":7}`, "variables"],
    [`{"query":"{ a }","extensions":[]}`, "extensions"],
    [`{"query":"{ a }","extensions":"x"}`, "extensions"],
  ])("answers 400 to the body %j and says that it is about %j", (body, word) => {
    const refusal = refusalOf(() => parsePost(JSON_TYPE, body));
    expect(refusal.status).toBe(400);
    expect(refusal.message).toContain(word);
  });

  test("reads or refuses any text, and repeats none of it", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string({ unit: "binary" })), (body) => {
        try {
          expect(typeof parsePost(JSON_TYPE, body).variables).toBe("object");
        } catch (error) {
          expect(error).toBeInstanceOf(BadRequest);
          if (body.length > 8) expect((error as Error).message).not.toContain(body);
        }
      }),
      runs(300),
    );
  });
});

describe("parseGet", () => {
  test.each([
    [{ query: "{ a }" }, { query: "{ a }", operationName: null, variables: {} }],
    [
      { query: "{ a }", variables: `{"a":1}`, operationName: "A" },
      { variables: { a: 1 }, operationName: "A" },
    ],
    [
      { query: "{ a }", variables: "", operationName: "", extensions: "" },
      { variables: {}, operationName: null },
    ],
    [{ query: "{ a }", variables: "null", extensions: "{}" }, { variables: {} }],
    [{ query: "{ 王: a }" }, { query: "{ 王: a }" }],
  ])("reads %j", (parameters, expected) => {
    expect(parseGet(url(parameters))).toMatchObject(expected);
  });

  test.each([
    [{}, "query"],
    [{ query: "" }, "query"],
    [{ query: "{ a }", variables: "{" }, "variables"],
    [{ query: "{ a }", variables: "[]" }, "variables"],
    [{ query: "{ a }", variables: "7" }, "variables"],
    [{ query: "{ a }", extensions: "7" }, "extensions"],
    [{ query: "{ a }", extensions: "x" }, "extensions"],
  ])("answers 400 to %j and says that it is about %j", (parameters, word) => {
    const refusal = refusalOf(() => parseGet(url(parameters)));
    expect(refusal.status).toBe(400);
    expect(refusal.message).toContain(word);
  });

  test.each(["/graphql?query=%D7%DF", "/graphql?query={a}&variables=%7B%22n%22%3A%22%D7%DF%22%7D"])(
    "answers 400 to %j, which is GB 18030",
    (address) => {
      const refusal = refusalOf(() => parseGet(address));
      expect(refusal.status).toBe(400);
      expect(refusal.message).toContain("UTF-8");
    },
  );

  test.each([
    "/graphql?query=%",
    "/graphql?query=%E0%A4%A",
    "/graphql?%",
    "//graphql?query=a",
    "/graphql??query=a",
    "/graphql?query=a&query=b",
  ])("reads or refuses the address %j without failing", (address) => {
    try {
      expect(typeof parseGet(address).query).toBe("string");
    } catch (error) {
      expect(error).toBeInstanceOf(BadRequest);
    }
  });
});
