import { ApolloClient, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLClient } from "graphql-request";
import { Client, fetchExchange, makeOperation, mapExchange } from "urql";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPublishedOperations, hashOf, readManifest } from "../../router/http/published-operations.ts";
import { readText } from "../repository/tree.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { ITEM_PURPOSE } from "../support/purposes.ts";
import { resident } from "../support/rows/resident.ts";

const text = readText("schema/operations/resident-at-counter.graphql");
const sha256Hash = hashOf(text);
const variables = { id: "1001" };
const whole = { resident: { id: "1001", socialSecurity: { status: "ACTIVE" } } };

let hub: TestHub;
let url: string;
let headers: Record<string, string>;
beforeAll(async () => {
  const documents = createPublishedOperations(readManifest(readText("schema/operations/manifest.json")), "only");
  hub = await openHub({ documents });
  await resident(hub.sql, { id: "1001" });
  url = `${hub.url}/graphql`;
  headers = { authorization: `Bearer ${await hub.tokenFor()}`, "x-purpose": ITEM_PURPOSE };
});
afterAll(() => hub.close());

describe("where published operations alone are answered", () => {
  test("Apollo Client sends the hash with its own link", async () => {
    const persisted = new PersistedQueryLink({ generateHash: () => sha256Hash, retry: () => false });
    const link = persisted.concat(new HttpLink({ uri: url, headers }));
    const client = new ApolloClient({ cache: new InMemoryCache(), link });
    const { data } = await client.query({ query: gql(text), variables, errorPolicy: "all", fetchPolicy: "no-cache" });
    expect(data).toMatchObject(whole);
  });

  test("urql sends it with extensions.persistedQuery", async () => {
    const byHash = mapExchange({
      onOperation: (operation) => ({
        ...makeOperation(operation.kind, operation),
        extensions: { persistedQuery: { version: 1, sha256Hash } },
      }),
    });
    const exchanges = [byHash, fetchExchange];
    const client = new Client({
      url,
      exchanges,
      preferGetMethod: false,
      fetchOptions: { headers: { ...headers, accept: "application/json" } },
    });
    expect((await client.query(text, variables).toPromise()).data).toMatchObject(whole);
  });

  test("graphql-request sends the published text as it is", async () => {
    expect(await new GraphQLClient(url, { headers, errorPolicy: "all" }).request(text, variables)).toMatchObject(whole);
  });

  test("a text that a client has printed again is not the published one", async () => {
    const link = new HttpLink({ uri: url, headers });
    const client = new ApolloClient({ cache: new InMemoryCache(), link });
    const { error } = await client.query({ query: gql(text), variables, errorPolicy: "all" });
    expect(error?.message).toBe("Only published operations are answered here: send documentId instead of query.");
  });
});
