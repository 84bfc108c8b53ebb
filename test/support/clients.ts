import { CombinedGraphQLErrors, gql } from "@apollo/client";
import { createApolloClient, POLICY, type Told } from "../clients/shown/apollo-client.ts";
import { createGraphQLRequest } from "../clients/shown/graphql-request.ts";
import type { Signs } from "../clients/shown/state-of.ts";
import { createUrqlClient, look } from "../clients/shown/urql.ts";

/** What a page has of an answer, whichever client brought it. */
export interface Brought extends Signs {
  readonly data: unknown;
  readonly accessRecord: string | null;
}

export type Bring = (query: string, variables: Record<string, unknown>, purpose: string) => Promise<Brought>;

/** The clients as the guide sets them up. */
export const clients: Readonly<Record<string, (url: string, hubFetch: typeof fetch) => Bring>> = {
  "Apollo Client": (url, hubFetch) => {
    const client = createApolloClient(url, hubFetch);
    return async (query, variables, purpose) => {
      let told: Told = { masked: [], accessRecord: null };
      const tell = (what: Told) => void (told = what);
      const context = { headers: { "x-purpose": purpose }, tell };
      const { data, error } = await client.query({ query: gql(query), variables, context, ...POLICY });
      return { data, errors: CombinedGraphQLErrors.is(error) ? error.errors : [], ...told };
    };
  },
  urql: (url, hubFetch) => {
    const client = createUrqlClient(url, hubFetch);
    return (query, variables, purpose) =>
      new Promise((resolve) => {
        look(client, hubFetch, {
          query,
          variables,
          purpose,
          show({ data, error, extensions, hasNext }, accessRecord) {
            const masked = (extensions?.["masked"] ?? []) as string[];
            if (!hasNext) resolve({ data, errors: error?.graphQLErrors ?? [], masked, accessRecord });
          },
        });
      });
  },
  "graphql-request": (url, hubFetch) => {
    const client = createGraphQLRequest(url, hubFetch);
    return async (query, variables, purpose) => {
      const answer = await client.rawRequest<unknown>(query, variables, { "x-purpose": purpose });
      const { data, errors = [], extensions, headers } = answer;
      const masked = ((extensions as { masked?: string[] } | undefined)?.masked ?? []) as readonly string[];
      return { data, errors, masked, accessRecord: headers.get("x-access-record") };
    };
  },
};
