import { GraphQLClient } from "graphql-request";

export function createGraphQLRequest(url: string, hubFetch: typeof fetch): GraphQLClient {
  return new GraphQLClient(url, { fetch: hubFetch, errorPolicy: "all" });
}
