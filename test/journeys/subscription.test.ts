import { createClient } from "graphql-sse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import type { TestClaims } from "../support/issuer.ts";
import { MAIN_QUERY } from "../support/main-query.ts";
import { resident } from "../support/rows/resident.ts";

const FOLLOW = "subscription { accessRecordAdded { viewerId maskedFields residentCount } }";
const auditor: TestClaims = { sub: "9", roles: ["auditor"], areas: ["32"] };

interface Body {
  data?: unknown;
  errors?: { extensions: { code: string } }[];
}

async function* follow(hub: TestHub, claims: TestClaims, query = FOLLOW): AsyncGenerator<Body, undefined> {
  const client = createClient({
    url: `${hub.url}/graphql`,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${await hub.tokenFor(claims)}` },
  });
  try {
    yield* client.iterate({ query }) as AsyncIterable<Body>;
  } finally {
    client.dispose();
  }
  return undefined;
}

describe.each([{ overHttp: false }, { overHttp: true }])("Subscription.accessRecordAdded %o", ({ overHttp }) => {
  let hub: TestHub;

  beforeAll(async () => {
    hub = await openHub({ overHttp });
    await resident(hub.sql, { id: "1001" });
  });
  afterAll(() => hub.close());

  /** Looks again and again until the stream has begun to listen and reports one of the looks. */
  async function firstEvent(events: AsyncGenerator<Body, undefined>): Promise<Body | undefined> {
    const event = events.next();
    const looking = setInterval(() => {
      hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, sub: "5" }).catch(() => undefined);
    }, 20);
    try {
      return (await event).value;
    } finally {
      clearInterval(looking);
    }
  }

  test("tells an auditor of each look as it is recorded", async () => {
    const events = follow(hub, auditor);
    expect(await firstEvent(events)).toEqual({
      data: { accessRecordAdded: { viewerId: "5", maskedFields: ["Resident.idNumber"], residentCount: 1 } },
    });
    await events.return(undefined);
  });

  test("is entered itself once, as it begins, and for no event again", async () => {
    await hub.sql`truncate audit.access_records`;
    const events = follow(hub, auditor);
    await firstEvent(events);
    const second = events.next();
    await hub.ask({ query: MAIN_QUERY, variables: { id: "1001" }, sub: "5" });
    await second;
    await events.return(undefined);
    const entered = await hub.sql`select viewer_id from audit.access_records where kind = 'LOG_READ'`;
    expect([...entered]).toEqual([{ viewer_id: "9" }]);
  });

  test("does not begin when it can't be entered", async () => {
    await hub.sql`revoke insert on audit.access_records from onedoor_audit`;
    const received: Body[] = [];
    for await (const body of follow(hub, auditor)) received.push(body);
    await hub.sql`grant insert on audit.access_records to onedoor_audit`;
    expect(received.map((body) => [body.data, body.errors?.[0]?.extensions.code])).toEqual([[null, "INTERNAL"]]);
  });

  test("is refused whole to others", async () => {
    const received: Body[] = [];
    for await (const body of follow(hub, { roles: ["window_clerk"] })) received.push(body);
    expect(received.map((body) => [body.data, body.errors?.[0]?.extensions.code])).toEqual([
      [null, "UNAUTHORIZED_FIELD_OR_TYPE"],
    ]);
  });

  test("ends with the token", async () => {
    const received: Body[] = [];
    for await (const body of follow(hub, { ...auditor, ttlSeconds: 2 })) received.push(body);
    expect(received.at(-1)?.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  test("needs a stream", async () => {
    const reply = await hub.ask({ query: FOLLOW, ...auditor });
    expect(reply.status).toBe(406);
    expect(reply.errors[0]?.message).toContain("text/event-stream");
  });
});

describe("a query over an event stream", () => {
  test("gives one event", async () => {
    const hub = await openHub();
    const received: Body[] = [];
    for await (const body of follow(hub, auditor, "{ __typename }")) received.push(body);
    expect(received).toEqual([{ data: { __typename: "Query" } }]);
    await hub.close();
  });
});
