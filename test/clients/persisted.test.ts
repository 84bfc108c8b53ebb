import { gql } from "@apollo/client";
import { persistedExchange } from "@urql/exchange-persisted";
import { Client, fetchExchange } from "urql";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  createPublishedOperations,
  hashOf,
  readManifest,
  type Publication,
} from "../../router/http/published-operations.ts";
import { readText } from "../repository/tree.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { ITEM_PURPOSE } from "../support/purposes.ts";
import { resident } from "../support/rows/resident.ts";
import { POLICY } from "./shown/apollo-client.ts";
import { createHubFetch } from "./shown/hub-fetch.ts";
import { createPersistedApollo, createPersistedUrql, type Published } from "./shown/persisted.ts";

const OWN = "query Own($id: ID!) { resident(id: $id) { id name } }";
const OTHER = "query Other($id: ID!) { resident(id: $id) { id } }";
const PUBLISHED = readText("schema/operations/resident-at-counter.graphql");
const published: Published = new Map([["ResidentAtCounter", hashOf(PUBLISHED)]]);
const variables = { id: "1001" };
const headers = { "x-purpose": ITEM_PURPOSE };

interface Asked {
  readonly data: unknown;
  readonly message: string | undefined;
}
type Ask = (text: string) => Promise<Asked>;

const clients: Readonly<Record<string, (url: string, hubFetch: typeof fetch) => Ask>> = {
  "Apollo Client's PersistedQueryLink": (url, hubFetch) => {
    const client = createPersistedApollo(url, hubFetch, published, hashOf);
    return async (text) => {
      const { data, error } = await client.query({ query: gql(text), variables, context: { headers }, ...POLICY });
      return { data, message: error?.message };
    };
  },
  "urql's persistedExchange": (url, hubFetch) => {
    const client = createPersistedUrql(url, hubFetch, published, hashOf);
    const accept = "application/json";
    return async (text) => {
      const fetchOptions = { headers: { ...headers, accept } };
      const { data, error } = await client.query<unknown>(text, variables, { fetchOptions }).toPromise();
      return { data, message: error?.graphQLErrors[0]?.message };
    };
  },
};

/** Hubs by what they answer: published operations only, any document beside them, and any where none is published. */
const hubs = new Map<Publication | "unpublished", TestHub>();
const manifest = readManifest(readText("schema/operations/manifest.json"));

function hubOf(kind: Publication | "unpublished"): TestHub {
  const hub = hubs.get(kind);
  if (hub === undefined) throw new Error(`no hub answers ${kind}`);
  return hub;
}

beforeAll(async () => {
  for (const kind of ["only", "any", "unpublished"] as const) {
    const documents = kind === "unpublished" ? {} : { documents: createPublishedOperations(manifest, kind) };
    const hub = await openHub(documents);
    hubs.set(kind, hub);
    await resident(hub.sql, { id: "1001" });
  }
});
afterAll(async () => {
  for (const hub of hubs.values()) await hub.close();
});

/** A fetch that remembers what it sent: the hash alone, the document alone, or both. */
function openFetch(hub: TestHub): { hubFetch: typeof fetch; sent: string[] } {
  const hubFetch = createHubFetch(() => hub.tokenFor());
  const sent: string[] = [];
  return {
    sent,
    hubFetch: async (input, init) => {
      const body = JSON.parse(init?.body as string) as { query?: string; extensions?: { persistedQuery?: object } };
      const parts = [
        ...(body.extensions?.persistedQuery === undefined ? [] : ["hash"]),
        ...(body.query === undefined ? [] : ["document"]),
      ];
      sent.push(`${init?.method} ${parts.join(" and ")}`);
      return hubFetch(input, init);
    },
  };
}

describe.each(Object.entries(clients))("%s", (_name, create) => {
  function open(kind: Publication | "unpublished"): { ask: Ask; sent: string[] } {
    const hub = hubOf(kind);
    const { hubFetch, sent } = openFetch(hub);
    return { ask: create(`${hub.url}/graphql`, hubFetch), sent };
  }

  test.each(["only", "any"] as const)("gets a published operation by its hash, where it says %s", async (kind) => {
    const { ask, sent } = open(kind);
    const { data } = await ask(PUBLISHED);
    expect(data).toMatchObject({ resident: { id: "1001", socialSecurity: { status: "ACTIVE" } } });
    expect(sent).toEqual(["POST hash"]);
  });

  test("goes on with the document where any is answered, and asks by hash again the next time", async () => {
    const { ask, sent } = open("any");
    for (let times = 1; times <= 2; times += 1) {
      expect(await ask(OWN)).toMatchObject({ data: { resident: { id: "1001", name: "郭君" } }, message: undefined });
    }
    expect(await ask(PUBLISHED)).toHaveProperty("data.resident.id", "1001");
    const own = ["POST hash", "POST hash and document"];
    expect(sent).toEqual([...own, ...own, "POST hash"]);
  });

  test("learns once that nothing is published, and sends documents from then on", async () => {
    const { ask, sent } = open("unpublished");
    expect(await ask(OWN)).toMatchObject({ data: { resident: { id: "1001" } }, message: undefined });
    expect(await ask(OTHER)).toMatchObject({ data: { resident: { id: "1001" } }, message: undefined });
    expect(sent).toEqual(["POST hash", "POST document", "POST document"]);
  });

  test("is told why its own document is not answered where only published ones are, and goes on", async () => {
    const { ask, sent } = open("only");
    const { message } = await ask(OWN);
    expect(message).toBe("Only published operations are answered here: send documentId instead of query.");
    expect(await ask(PUBLISHED)).toHaveProperty("data.resident.id", "1001");
    expect(sent).toEqual(["POST hash", "POST hash and document", "POST hash"]);
  });
});

test("urql's persistedExchange as it comes asks by GET, though the client's preferGetMethod is false", async () => {
  const hub = hubOf("any");
  const sent = vi.fn<typeof fetch>(fetch);
  const client = new Client({
    url: `${hub.url}/graphql`,
    fetch: sent,
    exchanges: [persistedExchange(), fetchExchange],
    preferGetMethod: false,
    fetchOptions: {
      headers: { ...headers, authorization: `Bearer ${await hub.tokenFor()}`, accept: "application/json" },
    },
  });
  expect((await client.query<unknown>(OWN, variables).toPromise()).data).toHaveProperty("resident.id", "1001");
  const [[address, init] = []] = sent.mock.calls;
  expect([init?.method, typeof address === "string" && address.includes("1001")]).toEqual(["GET", true]);
});
