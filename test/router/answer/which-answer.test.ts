import { createClient } from "graphql-sse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../../support/hub.ts";

const QUERY = "{ __typename }";
const FOLLOW = "subscription { accessRecordAdded { id } }";
const GRAPHQL = "application/graphql-response+json";
const JSON_TYPE = "application/json";
const EVENTS = "text/event-stream";
// What clients send of themselves.
const URQL = `${GRAPHQL}, application/graphql+json, ${JSON_TYPE}, ${EVENTS}, multipart/mixed`;
const INTROSPECTION = `application/graphql+json, ${JSON_TYPE}, ${EVENTS}, multipart/mixed`;

let hub: TestHub;
let token: string;
beforeAll(async () => {
  hub = await openHub();
  token = await hub.tokenFor({ sub: "9", roles: ["auditor"], areas: ["32"] });
});
afterAll(() => hub.close());

async function typeOf(accept: string, query: string): Promise<[number, string]> {
  const gone = new AbortController();
  const response = await fetch(`${hub.url}/graphql`, {
    method: "POST",
    headers: headers({ accept }),
    body: JSON.stringify({ query }),
    signal: gone.signal,
  });
  const type = (response.headers.get("content-type") ?? "").split(";", 1)[0] ?? "";
  gone.abort();
  return [response.status, type];
}

const headers = (more: Record<string, string>) => ({
  "content-type": JSON_TYPE,
  authorization: `Bearer ${token}`,
  "x-purpose": "item:320101-001",
  ...more,
});

describe("a query is answered with a stream only where the client wants one rather than JSON", () => {
  test.each([
    [URQL, GRAPHQL],
    [INTROSPECTION, JSON_TYPE],
    [`${EVENTS}, ${JSON_TYPE}`, JSON_TYPE],
    [`${EVENTS}, */*`, JSON_TYPE],
    [`${EVENTS};q=0.9, ${GRAPHQL};q=0.8, ${JSON_TYPE};q=0.8`, EVENTS],
    [`${EVENTS};q=0.5, ${JSON_TYPE}`, JSON_TYPE],
    [`${EVENTS};q=0, ${JSON_TYPE};q=0.1`, JSON_TYPE],
    [`${EVENTS}, ${JSON_TYPE};q=0`, EVENTS],
    [`${EVENTS}, */*;q=0.1`, EVENTS],
    [EVENTS, EVENTS],
    [EVENTS.toUpperCase(), EVENTS],
    [`${EVENTS}; parts=yes`, EVENTS],
    [`${EVENTS};parts=yes, ${JSON_TYPE}`, EVENTS],
    [`${JSON_TYPE}, ${EVENTS};parts=yes;q=0.9`, JSON_TYPE],
    [`text/*, ${JSON_TYPE};q=0.1`, JSON_TYPE],
    [`text/event-streams, ${JSON_TYPE};q=0.1`, JSON_TYPE],
    [`${JSON_TYPE};profile="a, ${EVENTS};q=1, b";q=0.5`, JSON_TYPE],
  ])("accept: %s", async (accept, type) => {
    expect(await typeOf(accept, QUERY)).toEqual([200, type]);
  });

  test.each([`${EVENTS};q=0`, "text/*", "text/event-streams"])(
    "accept: %s takes nothing that there is",
    async (accept) => {
      expect((await typeOf(accept, QUERY))[0]).toBe(406);
    },
  );
});

describe("a subscription is answered with a stream wherever the client can read one", () => {
  test.each([URQL, `${JSON_TYPE}, ${EVENTS};q=0.1`, EVENTS, `${EVENTS}, */*`])("accept: %s", async (accept) => {
    expect(await typeOf(accept, FOLLOW)).toEqual([200, EVENTS]);
  });

  test.each([JSON_TYPE, "*/*", `${JSON_TYPE}, ${EVENTS};q=0`])("accept: %s says how to ask", async (accept) => {
    expect((await typeOf(accept, FOLLOW))[0]).toBe(406);
  });
});

describe("a client in the single connection mode of GraphQL over SSE", () => {
  const MODE = /distinct connections mode .*singleConnection: false/;

  test.each([
    ["reserves a stream", { method: "PUT", headers: {} }, 405],
    ["sends into one", { method: "POST", headers: { "x-graphql-event-stream-token": "t" }, body: "{}" }, 400],
    ["reads one", { method: "GET", headers: { "x-graphql-event-stream-token": "t", accept: EVENTS } }, 400],
    ["reads one by its address", { method: "GET", headers: { accept: EVENTS }, query: "?token=t" }, 400],
    ["ends an operation", { method: "DELETE", headers: { "x-graphql-event-stream-token": "t" } }, 405],
  ] satisfies [string, Sent, number][])("is told which mode there is: %s", async (_how, sent: Sent, status) => {
    const { method, headers: more, body, query = "" } = sent;
    const response = await fetch(`${hub.url}/graphql${query}`, {
      method,
      headers: headers(more),
      ...(body === undefined ? {} : { body }),
    });
    const { errors } = (await response.json()) as { errors: [{ message: string; extensions: { code: string } }] };
    expect(response.status).toBe(status);
    expect(errors[0].message).toMatch(MODE);
    expect(errors[0].extensions.code).toBe("BAD_USER_INPUT");
  });

  test("hears of an error at once, and of none in the other mode", async () => {
    const ask = async (singleConnection: boolean) => {
      const options = { url: `${hub.url}/graphql`, retryAttempts: 0, headers: headers({}) };
      const client = singleConnection
        ? createClient({ ...options, singleConnection: true, lazy: true })
        : createClient({ ...options, singleConnection: false });
      const received: unknown[] = [];
      try {
        for await (const body of client.iterate({ query: QUERY })) received.push(body.data);
      } finally {
        client.dispose();
      }
      return received;
    };
    await expect(ask(true)).rejects.toThrow();
    expect(await ask(false)).toEqual([{ __typename: "Query" }]);
  });
});

interface Sent {
  method: string;
  headers: Record<string, string>;
  body?: string;
  query?: string;
}
