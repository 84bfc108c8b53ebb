import type { IncomingMessage } from "node:http";
import { EVENT_STREAM } from "../../subgraphs/shared/event-stream.ts";

// How the single connection mode of GraphQL over SSE names a stream that was reserved by PUT.
const TOKEN_HEADER = "x-graphql-event-stream-token";
const TOKEN_PARAMETER = /[?&]token=/;

/** Which mode is served. The hub keeps no stream that outlives its request: each has one viewer and one operation. */
export const SERVED_MODE =
  "Streams are served in the distinct connections mode of GraphQL over SSE: send each operation in a POST of its own " +
  `with accept: ${EVENT_STREAM} (in graphql-sse, singleConnection: false).`;

/** True for a request that is about a reserved stream: it would wait for events that never come. */
export function isForReservedStream({ method, headers, url = "" }: IncomingMessage): boolean {
  if (method === "PUT" || headers[TOKEN_HEADER] !== undefined) return true;
  const readsEvents = headers.accept?.toLowerCase().includes(EVENT_STREAM) === true;
  return method === "GET" && readsEvents && TOKEN_PARAMETER.test(url);
}
