import { LRUCache } from "lru-cache";
import { compileOperation, type RunOperation } from "./compile-operation.ts";
import type { Database } from "./database.ts";
import type { Subgraph } from "./define-subgraph.ts";
import { type OnFault, reportFaults } from "./faults.ts";
import type { HeardEvent } from "./hear.ts";
import type { Heard, Hearing } from "./hearing.ts";
import { createKeyedReads } from "./keyed-reads.ts";
import { pseudonymOf } from "./pseudonym.ts";
import type { CursorSealing } from "./sealed-cursors.ts";
import { noRoleRules, type RoleRules } from "./role-rules.ts";
import type { SourceRefusal } from "./source/read-through.ts";
import { noSourceSettings, openSources, type SourceSettings } from "./source/sources.ts";
import { subscribe } from "./subscribe.ts";
import type { SubgraphCall, SubgraphReply } from "./subgraph-call.ts";
import type { Viewer } from "./viewer.ts";

/** A department that answers calls in this process. */
export interface RunningSubgraph {
  readonly name: string;
  execute(call: SubgraphCall): Promise<SubgraphReply>;
  /** The events of a subscription, each with its selection resolved. */
  subscribe(call: SubgraphCall, signal: AbortSignal): AsyncIterable<SubgraphReply>;
  /** Hands over an event of another department. */
  hear(event: HeardEvent): Promise<Heard>;
  /** What resolvers of this department get as context for the viewer. */
  contextFor(viewer: Viewer, requestKey: object): object;
  close(): Promise<void>;
}

// Each takes some 300 bytes once compiled: callers that vary long operations must not fill the memory.
const CHARACTERS_KEPT = 500_000;

export interface RunOptions {
  /** Hears of failures. */
  readonly onFault?: OnFault | undefined;
  /** Hears of records of a source that could not be read. */
  readonly onRefused?: ((refusal: SourceRefusal) => void) | undefined;
  /** Only for the department that keeps the access record. */
  readonly pseudonymKey?: string | undefined;
  /** Where the systems of others are. */
  readonly sources?: SourceSettings | undefined;
  /** Only where another router than the hub's stands in front: the hub's own seals cursors itself. */
  readonly sealing?: CursorSealing | undefined;
  /** Only for the department that keeps accounts. */
  readonly roles?: RoleRules | undefined;
  /** Only where no real people are: identity numbers of nobody are taken as everybody's. */
  readonly takesSynthetic?: boolean | undefined;
  /** Its handlers at work; left out where it hears nothing. */
  readonly hearing?: Hearing | undefined;
}

/** Connects a department to its database and sources. Operations are compiled once and kept. */
export function runSubgraph(
  subgraph: Subgraph,
  database: Database,
  {
    onFault,
    onRefused = () => undefined,
    pseudonymKey,
    sources: sourceSettings = noSourceSettings,
    sealing,
    roles = noRoleRules,
    takesSynthetic = false,
    hearing,
  }: RunOptions = {},
): RunningSubgraph {
  const department = subgraph.name;
  const compiled = new LRUCache<string, RunOperation>({
    maxSize: CHARACTERS_KEPT,
    sizeCalculation: (_query, operation) => operation.length,
  });
  const contexts = new WeakMap<object, object>();
  const onSourceFault = (error: unknown) => onFault?.({ department, requestId: undefined, error });
  const given = {
    database,
    reads: createKeyedReads(database),
    sources: openSources(subgraph.sources ?? [], database, sourceSettings, { onFault: onSourceFault, onRefused }),
    roles,
    takesSynthetic,
    pseudonymOf(residentId: string): string {
      if (pseudonymKey === undefined) throw new Error("this department was given no key for pseudonyms");
      return pseudonymOf(residentId, pseudonymKey);
    },
  };

  const contextFor = (viewer: Viewer, requestKey: object): object => {
    const known = contexts.get(requestKey);
    if (known !== undefined) return known;
    const loaders = subgraph.createLoaders({ ...given, viewer });
    const context = sealing === undefined ? { viewer, loaders } : { viewer, loaders, cursors: sealing(viewer) };
    contexts.set(requestKey, context);
    return context;
  };

  const compile = (operation: string): RunOperation => {
    const known = compiled.get(operation);
    if (known !== undefined) return known;
    const run = compileOperation(subgraph.schema, operation);
    compiled.set(operation, run);
    return run;
  };

  return {
    name: department,
    contextFor,
    async execute({ operation, variables, viewer, requestKey, requestId }) {
      const result = await compile(operation)(contextFor(viewer, requestKey), variables);
      if (result.errors !== undefined && onFault !== undefined) {
        reportFaults(result.errors, { department, requestId }, onFault);
      }
      return result;
    },
    subscribe: (call, signal) => subscribe(subgraph, given, call, signal, onFault),
    hear: async (event) => (hearing === undefined ? "UNKNOWN" : hearing.hear(event)),
    async close() {
      await hearing?.close();
      await given.sources.close();
      await database.close();
    },
  };
}
