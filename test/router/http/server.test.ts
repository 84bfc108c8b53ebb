import { request as send } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../../support/hub.ts";
import { runs } from "../../support/runs.ts";
import { insertWorld, people } from "../../support/world.ts";

let hub: TestHub;
let token: string;
beforeAll(async () => {
  hub = await openHub({ overHttp: true });
  await insertWorld(hub.sql);
  token = await hub.tokenFor();
});
afterAll(() => hub.close());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Sends any request at all: `fetch` would refuse some. */
function ask({ method = "POST", path = "/graphql", headers = {}, body = "" }: Sent): Promise<Answer> {
  const given = { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers };
  return new Promise((resolve, reject) => {
    const request = send(hub.url, {
      method,
      path,
      headers: { ...given, "content-length": Buffer.byteLength(body) },
    });
    request.on("error", reject);
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
      response.on("error", reject);
    });
    request.end(body);
  });
}

const query = (text: string, more: object = {}) => JSON.stringify({ query: text, ...more });

/** Every error the hub words itself has this form, and nothing beside it. */
function expectErrors({ text }: Answer, code: string, count = 1): string[] {
  const body = JSON.parse(text) as { errors: { message: string; extensions: { code: string } }[] };
  expect(Object.keys(body)).toEqual(["errors"]);
  expect(body.errors.map((error) => error.extensions.code)).toEqual(Array.from({ length: count }, () => code));
  for (const error of body.errors) {
    expect(Object.keys(error).filter((key) => !["message", "locations", "extensions"].includes(key))).toEqual([]);
    expect(error.message).not.toBe("");
  }
  return body.errors.map(({ message }) => message);
}

describe("an answer", () => {
  test("names its request, in the client's words when they are plain ones", async () => {
    const own = await ask({ body: query("{ me { id } }"), headers: { "x-request-id": "request-4711.a_b" } });
    expect(own.headers["x-request-id"]).toBe("request-4711.a_b");
    for (const id of ["short", "x".repeat(65), "has space", "<script>", "%0d%0a"]) {
      const answer = await ask({ body: query("{ me { id } }"), headers: { "x-request-id": id } });
      expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
      expect(answer.text).not.toContain(id === "short" ? "request" : id);
    }
  });

  test.each([["application/json"], ["text/event-stream; parts=yes"]])(
    "names its entry in the access record, as %s",
    async (accept) => {
      const headers = { accept, "x-purpose": "item:320101-001" };
      const { headers: told } = await ask({
        body: query(`{ resident(id: "${people[0]?.id ?? ""}") { name } }`),
        headers,
      });
      const [newest] = await hub.sql`select record_id from audit.access_records order by position desc limit 1`;
      expect(told["x-access-record"]).toBe(newest?.["record_id"]);
    },
  );

  test("that shows nobody has no entry to name", async () => {
    expect((await ask({ body: query("{ me { id } }") })).headers).not.toHaveProperty("x-access-record");
  });

  test("is kept by no cache, and taken for nothing but what it is", async () => {
    for (const sent of [
      { body: query("{ me { id } }") },
      { body: "{" },
      { path: "/nowhere" },
      { headers: { authorization: "" } },
    ]) {
      const { headers } = await ask(sent);
      expect(headers["cache-control"]).toBe("no-store");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["content-type"]).toMatch(/^application\/(graphql-response\+)?json; charset=utf-8$/);
    }
  });
});

describe("a request", () => {
  test.each(["", "Bearer", "Bearer x.y.z", "Basic dXNlcjpwYXNz"])(
    "with the authorization %j is answered 401",
    async (authorization) => {
      const answer = await ask({ headers: { authorization }, body: query("{ me { id } }") });
      expect(answer.status).toBe(401);
      expect(expectErrors(answer, "UNAUTHENTICATED")).toEqual(["Sign in: a valid bearer token is needed."]);
    },
  );

  test("without a token is answered 401 before anything of it is read", async () => {
    for (const body of ["{", query("{ nothing }"), query("{ me { id } }", { variables: 7 }), "x".repeat(300_000)]) {
      const answer = await ask({ headers: { authorization: "" }, body }).catch(() => null);
      if (answer !== null) expect(answer.status).toBe(401);
    }
  });

  test.each(["{", "", "null", "[]", `"{ me { id } }"`, "{}", `{"query":7}`])(
    "with the body %j is answered 400",
    async (body) => {
      const answer = await ask({ body });
      expect(answer.status).toBe(400);
      expectErrors(answer, "BAD_USER_INPUT");
    },
  );

  test("with a field there is not says which, and in which place", async () => {
    const answer = await ask({
      body: query("{\n  me { id nothing }\n}"),
      headers: { accept: "application/graphql-response+json" },
    });
    expect(answer.status).toBe(400);
    expect(expectErrors(answer, "BAD_USER_INPUT")[0]).toContain("nothing");
    expect(JSON.parse(answer.text)).toMatchObject({ errors: [{ locations: [{ line: 2, column: 11 }] }] });
    const plain = await ask({ body: query("{ nothing }"), headers: { accept: "application/json" } });
    expect(plain.status).toBe(200);
    expectErrors(plain, "BAD_USER_INPUT");
  });

  test.each(["text/plain", "application/graphql", "application/x-www-form-urlencoded", ""])(
    "of the type %j is answered 415",
    async (type) => {
      const answer = await ask({ headers: { "content-type": type }, body: query("{ me { id } }") });
      expect(answer.status).toBe(415);
      expectErrors(answer, "BAD_USER_INPUT");
    },
  );

  test("in another encoding than UTF-8 is answered 400, and nothing of it is kept", async () => {
    const gb18030 = Buffer.concat([
      Buffer.from('{"query":"{ me { id } }","x":"'),
      Buffer.from([0xd7, 0xdf, 0xb7, 0xc3]),
      Buffer.from('"}'),
    ]);
    const answer = await ask({ body: gb18030 });
    expect(answer.status).toBe(400);
    expect(expectErrors(answer, "BAD_USER_INPUT")[0]).toContain("UTF-8");
  });

  test.each(["PUT", "DELETE", "PATCH"])("by %s is answered 405", async (method) => {
    const answer = await ask({ method, body: query("{ me { id } }") });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toContain("POST");
    expectErrors(answer, "BAD_USER_INPUT");
  });

  test("that accepts nothing we have is answered 406", async () => {
    const answer = await ask({ headers: { accept: "text/html" }, body: query("{ me { id } }") });
    expect(answer.status).toBe(406);
    expect(answer.text).not.toContain("data");
  });

  test("that is too large is answered 413, and the connection closed", async () => {
    const body = query("{ me { id } }", { variables: { x: "y".repeat(300_000) } });
    const answer = await ask({ body });
    expect(answer.status).toBe(413);
    expect(answer.headers.connection).toBe("close");
    expectErrors(answer, "BAD_USER_INPUT");
  });

  test.each(["/", "/graphql/", "/graphqlx", "/GRAPHQL", "/.env", "/../graphql", "/graphql/../etc/passwd", "//graphql"])(
    "for %s finds nothing",
    async (path) => {
      const answer = await ask({ path, body: query("{ me { id } }") });
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain("data");
    },
  );

  test("of several operations in one is refused", async () => {
    const answer = await ask({ body: `[${query("{ me { id } }")},${query("{ me { id } }")}]` });
    expect(answer.status).toBe(400);
    expectErrors(answer, "BAD_USER_INPUT");
  });
});

/** What may be in no answer: places, code, statements, and what was asked with. */
const TELLING =
  /\bat .+:\d+:\d+|node_modules|\.ts\b|127\.0\.0\.1|localhost|postgres|ECONN|select\b.+\bfrom\b|syntax error at or near|invalid input syntax|onedoor_\w|stacktrace/i;

describe("no answer", () => {
  test("tells of stacks, statements or hosts, whatever was sent", async () => {
    const odd = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom(
        "'",
        "1; drop table",
        "\u0000",
        "\ud800",
        "{",
        "../..",
        "%00",
        "9".repeat(40),
        "null",
        "-1",
        "1e400",
      ),
    );
    const value = fc.oneof(
      odd,
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(odd, { maxLength: 2 }),
    );
    const body = fc.oneof(
      odd,
      fc.record({ id: value, after: value, first: value, name: value, area: value }).map((variables) =>
        query(
          `query ($id: ID!, $after: String, $first: Int, $name: String, $area: String) {
            resident(id: $id) { name socialSecurity { status } medicalInsurance { claims(first: $first, after: $after) { edges { cursor } } } }
            residents(filter: { name: $name, areaCode: $area }, first: $first, after: $after) { edges { cursor } } }`,
          { variables },
        ),
      ),
      fc.tuple(odd, value).map(([text, operationName]) => JSON.stringify({ query: text, operationName })),
    );
    const headers = fc.record(
      {
        accept: fc.constantFrom("*/*", "application/json", "application/graphql-response+json", "x/y", ";;", "a,b;q=z"),
        "x-purpose": fc.constantFrom(
          "case:1",
          "",
          "duty:%%%%%%%%%%%%",
          "item:%00",
          "x".repeat(500),
          "duty:\u00e9\u00ff0123456789",
        ),
        "content-type": fc.constantFrom("application/json", "application/json;charset=utf-8", "text/plain"),
        "x-request-id": fc.constantFrom("request-0001", "'\"<>", "x".repeat(200)),
      },
      { requiredKeys: ["content-type"] },
    );
    const property = fc.asyncProperty(body, headers, fc.constantFrom("POST", "GET"), async (text, given, method) => {
      const path = method === "GET" ? `/graphql?query=${encodeURIComponent(Buffer.from(text).toString())}` : "/graphql";
      const answer = await ask({
        method,
        path,
        headers: given,
        body: method === "GET" ? "" : text,
      });
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toMatch(TELLING);
      JSON.parse(answer.text);
      // This clerk sees the people of one street, and others never.
      for (const person of people.filter(({ areaCode }) => !areaCode.startsWith("320105006"))) {
        expect(answer.text).not.toContain(person.idNumber);
        expect(answer.text).not.toContain(person.name);
      }
    });
    await fc.assert(property, runs(150));
  }, 60_000);
});
