import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { OperationTypeNode, print } from "graphql";
import { createClient as createEventClient } from "graphql-sse";
import { map, Observable } from "rxjs";

/** What Apollo's result leaves out. Give `context: { tell }` with a query to get it. */
export interface Told {
  readonly masked: readonly string[];
  readonly accessRecord: string | null;
}

const telling = new ApolloLink((operation, forward) =>
  forward(operation).pipe(
    map((result) => {
      const { tell, response } = operation.getContext() as { tell?: (told: Told) => void; response?: Response };
      const masked = (result.extensions?.["masked"] ?? []) as string[];
      tell?.({ masked, accessRecord: response?.headers.get("x-access-record") ?? null });
      return result;
    }),
  ),
);

/** For every query: one refused field is no reason to throw the page away, and what was seen of people is not kept. */
export const POLICY = { errorPolicy: "all", fetchPolicy: "no-cache" } as const;

export function createApolloClient(uri: string, hubFetch: typeof fetch): ApolloClient {
  const events = createEventClient({ url: uri, fetchFn: hubFetch });
  const eventLink = new ApolloLink(
    ({ query, variables }) =>
      new Observable((observer) =>
        events.subscribe<ApolloLink.Result["data"]>(
          { query: print(query), variables },
          {
            next: (event) => observer.next(event as ApolloLink.Result),
            error: (e) => observer.error(e),
            complete: () => observer.complete(),
          },
        ),
      ),
  );
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      eventLink,
      telling.concat(new HttpLink({ uri, fetch: hubFetch })),
    ),
    cache: new InMemoryCache(),
  });
}
