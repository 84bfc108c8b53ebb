import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { persistedExchange } from "@urql/exchange-persisted";
import { type DocumentNode, Kind, print } from "graphql";
import { Client, fetchExchange } from "urql";

/** Published operations by name, and the SHA-256 that the manifest has for each. */
export type Published = ReadonlyMap<string, string>;
type Sha256 = (text: string) => string;

/** The manifest's hash for what is published; for anything else that of the text, as it is sent after PersistedQueryNotFound. */
const hashIn = (published: Published, sha256: Sha256, document: DocumentNode, text: string): string => {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  return published.get(operation?.name?.value ?? "") ?? sha256(text);
};

export function createPersistedApollo(uri: string, hubFetch: typeof fetch, published: Published, sha256: Sha256) {
  const generateHash = (document: DocumentNode) => hashIn(published, sha256, document, print(document));
  const link = new PersistedQueryLink({ generateHash }).concat(new HttpLink({ uri, fetch: hubFetch }));
  return new ApolloClient({ link, cache: new InMemoryCache() });
}

export function createPersistedUrql(url: string, hubFetch: typeof fetch, published: Published, sha256: Sha256) {
  const persisted = persistedExchange({
    generateHash: (text, document) => Promise.resolve(hashIn(published, sha256, document, text)),
    // It asks by GET otherwise, whatever the client's preferGetMethod says.
    preferGetForPersistedQueries: false,
  });
  return new Client({
    url,
    fetch: hubFetch,
    exchanges: [persisted, fetchExchange],
    requestPolicy: "network-only",
    preferGetMethod: false,
    fetchOptions: { headers: { accept: "application/graphql-response+json, application/json" } },
  });
}
