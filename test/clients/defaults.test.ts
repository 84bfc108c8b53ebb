import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from "@apollo/client";
import { BatchHttpLink } from "@apollo/client/link/batch-http";
import { ClientError, GraphQLClient } from "graphql-request";
import { createClient, fetchExchange } from "urql";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { openHub, type TestHub } from "../support/hub.ts";
import { ITEM_PURPOSE } from "../support/purposes.ts";
import { resident } from "../support/rows/resident.ts";

const PAGE = `query Page($id: ID!) { resident(id: $id) {
  name medicalInsurance { claims(first: 1) { edges { node { diagnosis } } } } } }`;
const NOTHING_REFUSED = "query ($id: ID!) { resident(id: $id) { idNumber } }";
const variables = { id: "1001" };

let hub: TestHub;
let url: string;
let headers: Record<string, string>;
beforeAll(async () => {
  hub = await openHub();
  await resident(hub.sql, { id: "1001" });
  url = `${hub.url}/graphql`;
  headers = { authorization: `Bearer ${await hub.tokenFor()}`, "x-purpose": ITEM_PURPOSE };
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => hub.close());

describe("Apollo Client as it comes", () => {
  const open = () => new ApolloClient({ cache: new InMemoryCache(), link: new HttpLink({ uri: url, headers }) });

  test("throws a page away for one refused field", async () => {
    await expect(open().query({ query: gql(PAGE), variables })).rejects.toSatisfy(CombinedGraphQLErrors.is);
  });

  test("gives no masked list with a result", async () => {
    const result = await open().query({ query: gql(NOTHING_REFUSED), variables, errorPolicy: "all" });
    expect(Object.keys(result)).not.toContain("extensions");
  });

  test("answers a second look from its cache, and no entry tells of it", async () => {
    await hub.sql`truncate audit.access_records`;
    const client = open();
    for (let times = 1; times <= 2; times += 1) await client.query({ query: gql(NOTHING_REFUSED), variables });
    expect(await hub.sql`select from audit.access_records`).toHaveLength(1);
  });

  test("meets one error with its batches", async () => {
    const client = new ApolloClient({ cache: new InMemoryCache(), link: new BatchHttpLink({ uri: url, headers }) });
    const { error } = await client.query({ query: gql(PAGE), variables, errorPolicy: "all" });
    expect(error?.message).toBe("Batches are not accepted: send one operation a request.");
  });

  test("has an end of the token among the errors of the answer", async () => {
    const link = new HttpLink({ uri: url, headers: { authorization: "Bearer ended" } });
    const client = new ApolloClient({ cache: new InMemoryCache(), link });
    const { error } = await client.query({ query: gql(PAGE), variables, errorPolicy: "all" });
    expect(CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.["code"]).toBe("UNAUTHENTICATED");
  });
});

describe("graphql-request as it comes", () => {
  test("throws a page away for one refused field", async () => {
    await expect(new GraphQLClient(url, { headers }).request(PAGE, variables)).rejects.toBeInstanceOf(ClientError);
  });

  test("loses the errors of request() with errorPolicy all, and throws where there are no data", async () => {
    const client = new GraphQLClient(url, { headers, errorPolicy: "all" });
    expect(await client.request(PAGE, variables)).toMatchObject({ resident: { name: "郭君" } });
    await expect(client.rawRequest("{ nothing }")).rejects.toBeInstanceOf(ClientError);
  });
});

describe("urql as it comes", () => {
  test("sends short queries by GET, with their variables in the address", async () => {
    const sent = vi.spyOn(globalThis, "fetch");
    const client = createClient({
      url,
      exchanges: [fetchExchange],
      fetchOptions: { headers: { ...headers, accept: "application/json" } },
    });
    const { data, error } = await client.query<unknown>(PAGE, variables).toPromise();
    expect(data).toMatchObject({ resident: { name: "郭君" } });
    expect(error?.graphQLErrors).toHaveLength(1);
    const [[address, init] = []] = sent.mock.calls;
    expect([init?.method, typeof address === "string" && address.includes("1001")]).toEqual(["GET", true]);
  });
});

test("JavaScript's fetch sends no Chinese in a header", async () => {
  const sending = fetch(url, { method: "POST", headers: { "x-purpose": "duty:核查低保家庭情况是否变化" } });
  await expect(sending).rejects.toThrow(TypeError);
});
