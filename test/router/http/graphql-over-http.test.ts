import { request as send } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { parse } from "graphql";
import { type AuditResult, auditServer, serverAudits } from "graphql-http";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Transport } from "../../../router/departments/transport.ts";
import { startRouter } from "../../../router/main.ts";
import { allPermittedReader } from "../../../router/viewer/without-permissions.ts";
import { compose } from "../../../schema/compose.ts";
import { openHub, type TestHub } from "../../support/hub.ts";
import { LIST_QUERY } from "../../support/main-query.ts";
import { resident } from "../../support/rows/resident.ts";

let hub: TestHub;
let token: string;

beforeAll(async () => {
  hub = await openHub();
  token = await hub.tokenFor();
  for (let at = 10; at < 40; at += 1) await resident(hub.sql, { id: `10${at}` });
});

afterAll(() => hub.close());

describe("GraphQL over HTTP", () => {
  /** Recommendations the hub does not follow, each with its reason. There are none. */
  const NOT_FOLLOWED: string[] = [];

  test("passes every audit", async () => {
    const options = {
      url: `${hub.url}/graphql`,
      fetchFn: (url: string, init: RequestInit = {}) =>
        fetch(url, { ...init, headers: withToken(new Headers(init.headers)) }),
    };
    const audits = serverAudits(options);
    expect(audits.filter(({ name }) => name.startsWith("MUST"))).toHaveLength(13);
    const results = await auditServer(options);
    expect(results).toHaveLength(audits.length);
    const failed = results.filter((result) => result.status !== "ok");
    expect(failed.filter(({ status }) => status === "error").map(describeFailure)).toEqual([]);
    expect(failed.map(({ id }) => id)).toEqual(NOT_FOLLOWED);
  });

  test.each([
    ["application/graphql-response+json", 400, "application/graphql-response+json; charset=utf-8"],
    ["application/json", 200, "application/json; charset=utf-8"],
    [
      "application/json;q=0.9, application/graphql-response+json",
      400,
      "application/graphql-response+json; charset=utf-8",
    ],
    ["*/*", 200, "application/json; charset=utf-8"],
  ])("answers a document that is not valid to accept: %s with %i", async (accept, status, type) => {
    for (const query of ["{", "{ nothing }", "query ($id: ID!) { resident(id: $id) { id } }"]) {
      const response = await post({ query }, { accept });
      expect(response.status).toBe(status);
      expect(response.headers.get("content-type")).toBe(type);
      const body = (await response.json()) as object;
      expect(Object.keys(body)).toEqual(["errors"]);
    }
  });

  test("answers 406 when it has none of the accepted types", async () => {
    expect((await post({ query: "{ __typename }" }, { accept: "text/html" })).status).toBe(406);
  });

  test("takes queries by GET, and other methods not at all", async () => {
    const url = `${hub.url}/graphql?query=${encodeURIComponent("{ __typename }")}`;
    const headers = { authorization: `Bearer ${token}` };
    const answered = await fetch(url, { headers });
    expect([answered.status, await answered.json()]).toEqual([200, { data: { __typename: "Query" } }]);
    for (const method of ["PUT", "DELETE", "PATCH", "HEAD"]) {
      const response = await fetch(url, { method, headers });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST, OPTIONS"]);
    }
  });

  test("never changes anything by GET", async () => {
    const url = `${hub.url}/graphql?query=${encodeURIComponent("mutation { __typename }")}`;
    for (const accept of ["application/json", "application/graphql-response+json"]) {
      const response = await fetch(url, { headers: { accept, authorization: `Bearer ${token}` } });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    }
    const stream = await fetch(url, { headers: { accept: "text/event-stream", authorization: `Bearer ${token}` } });
    expect(await stream.text()).toContain("Only queries may use GET.");
    const posted = await post({ query: "mutation { __typename }" });
    expect(await posted.json()).toEqual({ data: { __typename: "Mutation" } });
  });

  test("keeps no answer in any cache", async () => {
    const responses = [
      await post({ query: LIST_QUERY, variables: { first: 1 } }),
      await post({ query: "{" }),
      await fetch(`${hub.url}/graphql`, { method: "POST" }),
    ];
    for (const response of responses) expect(response.headers.get("cache-control")).toBe("no-store");
  });
});

describe("a request that a page of another site can make a browser send", () => {
  const query = "{ __typename }";
  const url = () => `${hub.url}/graphql?query=${encodeURIComponent(query)}`;

  test.each([
    ["a link", () => url(), { method: "GET" }],
    ["a link with the token in it", () => `${url()}&access_token=${token}&token=${token}`, { method: "GET" }],
    ["an image, with cookies", () => url(), { method: "GET", headers: () => ({ cookie: cookies() }) }],
    ["a form", () => url(), { method: "POST", type: "application/x-www-form-urlencoded", body: `query=${query}` }],
    ["a form of plain text", () => url(), { method: "POST", type: "text/plain", body: JSON.stringify({ query }) }],
    ["a form with parts", () => url(), { method: "POST", type: "multipart/form-data; boundary=x", body: "--x--" }],
    [
      "a script, with cookies",
      () => url(),
      { method: "POST", type: "text/plain", headers: () => ({ cookie: cookies() }) },
    ],
    ["a beacon without a type", () => url(), { method: "POST", body: JSON.stringify({ query }) }],
    [
      "a remembered password",
      () => url(),
      { method: "GET", headers: () => ({ authorization: `Basic ${btoa("a:b")}` }) },
    ],
  ])("is not answered: %s", async (_what, address, { method, type, body, headers }: Simple) => {
    const response = await fetch(address(), {
      method,
      headers: { ...(type === undefined ? {} : { "content-type": type }), ...headers?.() },
      ...(body === undefined ? {} : { body }),
    });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain("__typename");
  });

  test.each(["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""])(
    "is refused for its type %j even with a token",
    async (type) => {
      const response = await fetch(`${hub.url}/graphql`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": type },
        body: JSON.stringify({ query }),
      });
      expect(response.status).toBe(415);
    },
  );

  test("is not answered where everything is permitted either", async () => {
    const unused: Transport = { send: () => Promise.reject(new Error("not asked")) };
    const router = await startRouter({
      supergraph: compose([{ name: "trade", typeDefs: parse("type Query { isHere: Boolean }") }]).supergraph,
      transports: new Map([["trade", unused]]),
      recorder: { enter: () => Promise.reject(new Error("there is no record")) },
      tokens: allPermittedReader,
      jwks: {},
      logger: pino({ level: "silent" }),
      host: "127.0.0.1",
      port: 0,
    });
    try {
      const address = `${router.url}/graphql?query=${encodeURIComponent(query)}`;
      expect((await fetch(address)).status).toBe(401);
      expect((await fetch(address, { headers: { authorization: "none" } })).status).toBe(200);
      const form = await fetch(address, { method: "POST", headers: { "content-type": "text/plain" }, body: "{}" });
      expect(form.status).toBe(415);
    } finally {
      await router.close();
    }
  });

  test("is not allowed when the browser asks first", async () => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: "OPTIONS",
      headers: {
        origin: "https://elsewhere.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("allow")).toBe("GET, POST, OPTIONS");
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    const answered = await post({ query }, { origin: "https://elsewhere.example" });
    expect([...answered.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });

  const cookies = () => `token=${token}; access_token=${token}; authorization=Bearer ${token}`;
});

describe("an answer", () => {
  const long = { query: LIST_QUERY, variables: { first: 20 } };
  const short = { query: "{ __typename }" };

  test.each([
    [undefined, undefined],
    ["identity", undefined],
    ["gzip", "gzip"],
    ["br", "br"],
    ["gzip, deflate, br, zstd", "br"],
    ["br;q=0.5, gzip", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["*", "br"],
    ["*;q=0", undefined],
    ["deflate", undefined],
  ])("to accept-encoding: %s has content-encoding: %s", async (accepted, encoding) => {
    const plain = await raw(long, undefined);
    const answered = await raw(long, accepted);
    expect(answered.headers["content-encoding"]).toBe(encoding);
    expect(answered.headers["vary"]).toBe("accept-encoding");
    expect(Number(answered.headers["content-length"])).toBe(answered.body.length);
    expect(unpack(answered.body, encoding)).toBe(plain.body.toString());
    if (encoding !== undefined) expect(answered.body.length).toBeLessThan(plain.body.length / 4);
  });

  test("of less than a kilobyte is sent as it is", async () => {
    const answered = await raw(short, "gzip, br");
    expect(answered.headers["content-encoding"]).toBeUndefined();
    expect(JSON.parse(answered.body.toString())).toEqual({ data: { __typename: "Query" } });
  });
});

interface Simple {
  method: string;
  type?: string;
  body?: string;
  headers?: () => Record<string, string>;
}

function withToken(headers: Headers): Headers {
  headers.set("authorization", `Bearer ${token}`);
  return headers;
}

function describeFailure(result: AuditResult): string {
  return `${result.id} ${result.name}${"reason" in result ? `: ${result.reason}` : ""}`;
}

function post(body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": "item:320101-001",
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

/** What travels: fetch would unpack it. */
function raw(body: object, acceptEncoding: string | undefined) {
  return new Promise<{ headers: Record<string, string | string[] | undefined>; body: Buffer }>((resolve, reject) => {
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": "item:320101-001",
      ...(acceptEncoding === undefined ? {} : { "accept-encoding": acceptEncoding }),
    };
    const call = send(`${hub.url}/graphql`, { method: "POST", headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
    });
    call.on("error", reject);
    call.end(JSON.stringify(body));
  });
}

function unpack(body: Buffer, encoding: string | undefined): string {
  if (encoding === "br") return brotliDecompressSync(body).toString();
  return (encoding === "gzip" ? gunzipSync(body) : body).toString();
}
