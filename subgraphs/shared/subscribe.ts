import { createSourceEventStream, execute, type ExecutionResult, GraphQLError, parse } from "graphql";
import type { Subgraph } from "./define-subgraph.ts";
import { HubError } from "./errors.ts";
import { type OnFault, reportFaults } from "./faults.ts";
import type { LoaderContext } from "./loader.ts";
import type { SubgraphCall, SubgraphReply } from "./subgraph-call.ts";

/**
 * Runs a subscription of a department until the signal ends it. Each event gets loaders of its own: those of the one before would still
 * hold what was true then. Subscriptions are few and slow beside queries, so graphql-js itself runs them.
 */
export async function* subscribe(
  subgraph: Subgraph,
  sources: Omit<LoaderContext, "viewer">,
  { operation, variables, viewer, requestId }: SubgraphCall,
  signal: AbortSignal,
  onFault: OnFault = () => undefined,
): AsyncGenerator<SubgraphReply> {
  const contextValue = () => ({ viewer, loaders: subgraph.createLoaders({ ...sources, viewer }), signal });
  const shared = { schema: subgraph.schema, document: parse(operation), variableValues: variables };
  const events = await createSourceEventStream({ ...shared, contextValue: contextValue() });
  if (!isAsyncIterable(events)) {
    reportFaults(events.errors ?? [], { department: subgraph.name, requestId }, onFault);
    yield events;
    return;
  }
  for await (const rootValue of events) {
    const result: ExecutionResult = await execute({ ...shared, rootValue, contextValue: contextValue() });
    reportFaults(result.errors ?? [], { department: subgraph.name, requestId }, onFault);
    yield { data: result.data ?? null, errors: (result.errors ?? []).map(withCode) };
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

function withCode(error: GraphQLError): NonNullable<SubgraphReply["errors"]>[number] {
  const code = error.originalError instanceof HubError ? error.originalError.code : "SUBGRAPH_UNAVAILABLE";
  return { message: error.message, path: error.path, extensions: { code } };
}
