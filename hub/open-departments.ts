import { createRecorder, type Recorder } from "../router/answer/access-record.ts";
import { createOffices } from "../router/answer/offices.ts";
import { httpTransport } from "../router/departments/http-transport.ts";
import { inProcessTransport, type Transport } from "../router/departments/transport.ts";
import { hearersIn } from "../schema/events/event-book.ts";
import { departmentNames, loadSubgraphs, openAccessLog } from "../subgraphs/index.ts";
import { openDatabase } from "../subgraphs/shared/database.ts";
import type { Subgraph } from "../subgraphs/shared/define-subgraph.ts";
import type { OnFault } from "../subgraphs/shared/faults.ts";
import { type Hearing, openHearing } from "../subgraphs/shared/hearing.ts";
import { type RunningSubgraph, runSubgraph } from "../subgraphs/shared/run-subgraph.ts";
import { createCursorSealing, type CursorSealing } from "../subgraphs/shared/sealed-cursors.ts";
import type { SourceRefusal } from "../subgraphs/shared/source/read-through.ts";
import type { Config } from "./config/config.ts";
import { installedEvents } from "./events/installed-events.ts";
import type { Installation } from "./installation.ts";
import { loadRoles } from "./load-roles.ts";
import { systemLoginOf } from "./migrate/login.ts";
import { logFaults, observeRecord, type Observers } from "./observers.ts";
import { openReplicas, type Replicas } from "./open-replicas.ts";

export const SUBGRAPH_TIMEOUT_MS = 5_000;

/** A department that can also say whether its database answers. */
export interface OpenSubgraph extends RunningSubgraph {
  /** Rejects when it does not. */
  checkDatabase(): Promise<void>;
}

/** Connects one department to its own database. */
export function openSubgraph(
  subgraph: Subgraph,
  installation: Installation,
  config: Config,
  { logger, metrics }: Observers,
  replicas: Replicas,
  sealing?: CursorSealing,
): OpenSubgraph {
  const { name } = subgraph;
  const database = openDatabase({
    ...installation.pooledOf(name),
    department: name,
    directUrl: installation.urlOf(name),
    poolSize: config.poolSize,
    hearersOf: hearersIn(installedEvents(), name),
    replica: replicas.of(subgraph),
  });
  metrics.watchPool(subgraph.name, database);
  // No other department could tell from the access record who was looked at, and none is given the means.
  const pseudonymKey = subgraph.name === "audit" ? installation.keys.pseudonymKey : undefined;
  const roles = subgraph.name === "accounts" ? loadRoles() : undefined;
  const onFault = logFaults(logger);
  const onRefused = (refusal: SourceRefusal) => {
    metrics.countRefusedRecords(refusal.source, refusal.records);
    logger.warn({ department: subgraph.name, ...refusal }, "records of a source could not be read");
  };
  const { sources } = config;
  const hearing = openEars(subgraph, installation, onFault);
  const takesSynthetic = !config.isProduction;
  const given = { onFault, onRefused, pseudonymKey, sources, sealing, roles, takesSynthetic, hearing };
  const running = runSubgraph(subgraph, database, given);
  return { ...running, checkDatabase: () => database.check() };
}

/** The department's handlers under the login they work with; none where it hears nothing. */
function openEars({ name, handlers = [] }: Subgraph, { urlOf }: Installation, onFault: OnFault): Hearing | undefined {
  if (handlers.length === 0) return undefined;
  const hearersOf = hearersIn(installedEvents(), name);
  return openHearing({ department: name, url: urlOf(name, systemLoginOf(name)), handlers, hearersOf, onFault });
}

/** The departments that run in the hub's own process. Joined before anything is opened, so that a fault of one opens nothing. */
export function loadOwnSubgraphs({ departmentUrls }: Config): Promise<Subgraph[]> {
  return loadSubgraphs(departmentNames.filter((name) => !departmentUrls.has(name)));
}

/** The way to every department: over HTTP where a URL is set, and to those that run here. */
export function openTransports(
  config: Config,
  installation: Installation,
  here: readonly Subgraph[],
  observers: Observers,
): { transports: Map<string, Transport>; close: () => Promise<void> } {
  const replicas = openReplicas(config, installation, observers);
  const closing = [() => replicas.close()];
  const transports = new Map<string, Transport>();
  for (const name of departmentNames) {
    const url = config.departmentUrls.get(name);
    const subgraph = here.find((one) => one.name === name);
    if (url !== undefined) {
      const { callKey } = installation.keys;
      const remote = httpTransport({ department: name, url, callKey, timeoutMs: SUBGRAPH_TIMEOUT_MS });
      closing.push(() => remote.close());
      transports.set(name, remote);
    } else if (subgraph !== undefined) {
      const running = openSubgraph(subgraph, installation, config, observers, replicas);
      closing.push(() => running.close());
      transports.set(name, inProcessTransport(running));
    }
  }
  const close = async () => {
    await Promise.all(closing.map((one) => one()));
  };
  return { transports, close };
}

/** Seals cursors under what the processes of one hub share: the key for calls, and the one before while there is one. */
export function openSealing(installation: Pick<Installation, "keys">): CursorSealing {
  return createCursorSealing(acceptedCallKeys(installation));
}

/** The key for calls, and the one before while it is accepted. */
export function acceptedCallKeys({ keys: { callKey, previousCallKey } }: Pick<Installation, "keys">) {
  return previousCallKey === undefined ? [callKey] : [callKey, previousCallKey];
}

/** Opens the access record for writing. */
export function openRecorder(
  installation: Installation,
  { metrics, logger }: Observers,
  transports: ReadonlyMap<string, Transport>,
): { recorder: Recorder; close: () => Promise<void> } {
  const { url, isPooled } = installation.pooledOf("audit");
  const log = openAccessLog(url, isPooled);
  const recorder = createRecorder(
    log,
    installation.keys.pseudonymKey,
    observeRecord(metrics, logger),
    createOffices(transports.get("population")),
  );
  return { recorder, close: () => log.close() };
}
