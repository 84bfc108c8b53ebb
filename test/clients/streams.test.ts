import { gql } from "@apollo/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { delayed } from "../support/faults/wire.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { ITEM_PURPOSE } from "../support/purposes.ts";
import { resident } from "../support/rows/resident.ts";
import { createApolloClient } from "./shown/apollo-client.ts";
import { createHubFetch } from "./shown/hub-fetch.ts";
import { stateOf } from "./shown/state-of.ts";
import { createUrqlClient, follow, look } from "./shown/urql.ts";

const PAGE = "query ($id: ID!) { resident(id: $id) { name assistance { status } } }";
const FOLLOW = "subscription { accessRecordAdded { viewerId residentCount } }";
const auditor = { sub: "9", roles: ["auditor"], areas: ["32"] };

let hub: TestHub;
let url: string;
beforeAll(async () => {
  hub = await openHub({ throughProxies: true });
  await resident(hub.sql, { id: "1001" });
  url = `${hub.url}/graphql`;
});
afterAll(() => hub.close());

describe("an answer in parts", () => {
  test("shows with urql who has answered, and the whole at the end", async () => {
    await hub.proxyOf("civil-affairs").fail(delayed(600));
    const hubFetch = createHubFetch(() => hub.tokenFor());
    const client = createUrqlClient(url, hubFetch);
    const shown: { state: string; hasNext: boolean; accessRecord: string | null }[] = [];
    await new Promise<void>((done) => {
      look(client, hubFetch, {
        query: PAGE,
        variables: { id: "1001" },
        purpose: ITEM_PURPOSE,
        show({ data, extensions, hasNext }, accessRecord) {
          const { assistance } = (data as { resident: { assistance: unknown } }).resident;
          const pending = (extensions?.["pending"] ?? []) as string[][];
          const signs = { errors: [], masked: [], pending };
          const state = stateOf(assistance, ["resident", "assistance"], "Resident.assistance", signs);
          shown.push({ state, hasNext, accessRecord });
          if (!hasNext) done();
        },
      });
    });
    await hub.proxyOf("civil-affairs").heal();
    const [entry] = await hub.sql<{ record_id: string }[]>`select record_id from audit.access_records`;
    const accessRecord = entry?.record_id;
    expect(shown[0]).toEqual({ state: "PENDING", hasNext: true, accessRecord });
    expect(shown.at(-1)).toEqual({ state: "VALUE", hasNext: false, accessRecord });
  });
});

describe("a subscription", () => {
  const hubFetch = () => createHubFetch(() => hub.tokenFor(auditor));

  /** Looks again and again until the stream has begun to listen and reports one of the looks. */
  async function firstOf(begin: (told: (event: unknown) => void) => () => void): Promise<unknown> {
    const looking = setInterval(() => {
      hub.ask({ query: PAGE, variables: { id: "1001" }, sub: "5" }).catch(() => undefined);
    }, 50);
    let end = (): void => undefined;
    try {
      return await new Promise((told) => (end = begin(told)));
    } finally {
      end();
      clearInterval(looking);
    }
  }
  const event = { accessRecordAdded: { viewerId: "5", residentCount: 1 } };

  test("reaches urql, and ends with the token in one last event", async () => {
    const ending = createHubFetch(() => hub.tokenFor({ ...auditor, ttlSeconds: 4 }));
    const client = createUrqlClient(url, ending);
    let tellLast: (code: unknown) => void = () => undefined;
    const last = new Promise((tell) => (tellLast = tell));
    // Not left while it is open: in Node, urql then rejects what nobody waits for.
    const first = firstOf((told) => {
      follow(client, FOLLOW, ({ data, error }) => {
        if (error === undefined) told(data);
        else tellLast(error.graphQLErrors[0]?.extensions["code"]);
      });
      return () => undefined;
    });
    expect(await first).toEqual(event);
    expect(await last).toBe("UNAUTHENTICATED");
  });

  test("reaches Apollo Client through a link of its own", async () => {
    const client = createApolloClient(url, hubFetch());
    const begin = (told: (event: unknown) => void) => {
      const following = client
        .subscribe({ query: gql(FOLLOW), fetchPolicy: "no-cache" })
        .subscribe(({ data }) => told(data));
      return () => following.unsubscribe();
    };
    expect(await firstOf(begin)).toMatchObject(event);
  });
});
