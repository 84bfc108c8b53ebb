import type { Server } from "node:http";
import pino from "pino";
import postgres, { type Sql } from "postgres";
import { installedEvents } from "../../hub/events/installed-events.ts";
import { readRootFile } from "../../hub/installed-files.ts";
import { openReplicaAt } from "../../hub/open-replicas.ts";
import { logFaults, observeRecord, traceRequests, watchMisroutedAnswers } from "../../hub/observers.ts";
import { createRecorder } from "../../router/answer/access-record.ts";
import { createOffices } from "../../router/answer/offices.ts";
import { httpTransport } from "../../router/departments/http-transport.ts";
import { inProcessTransport, type Transport } from "../../router/departments/transport.ts";
import { listen, type RouterOptions, startRouter, urlOf } from "../../router/main.ts";
import type { Log } from "../../router/telemetry/logger.ts";
import { createMetrics } from "../../router/telemetry/metrics.ts";
import { tracingOff } from "../../router/telemetry/tracer.ts";
import { createTokenReader } from "../../router/viewer/token.ts";
import { compose } from "../../schema/compose.ts";
import { hearersIn } from "../../schema/events/event-book.ts";
import { parseRoles } from "../../schema/roles.ts";
import { openAccessLog } from "../../subgraphs/index.ts";
import type { Subgraph } from "../../subgraphs/shared/define-subgraph.ts";
import { openHearing } from "../../subgraphs/shared/hearing.ts";
import { type RunningSubgraph, runSubgraph } from "../../subgraphs/shared/run-subgraph.ts";
import { serveAlone, type ServeObservers } from "../../subgraphs/shared/serve-alone.ts";
import { noSourceSettings, type SourceSettings } from "../../subgraphs/shared/source/sources.ts";
import { standardSubgraph } from "../../subgraphs/shared/standard-subgraph.ts";
import { trustSignatures } from "../../subgraphs/shared/trust-signatures.ts";
import { countStatements } from "./count-statements.ts";
import { createDatabase, type TestDatabase } from "./database.ts";
import { type FaultProxy, openFaultProxy } from "./fault-proxy.ts";
import { createIssuer, type TestClaims } from "./issuer.ts";
import { insertItemOfPurpose, ITEM_PURPOSE } from "./purposes.ts";
import { openReached, type Reach } from "./reach.ts";
import { openTestSignIn, type SignInSettingsOfTest } from "./sign-in.ts";
import { subgraphs } from "./subgraphs.ts";

/** The master key from which the departments' keys for signed calls are derived. */
export const CALL_KEY = "the tests' own key for signed calls, long enough";
export const PSEUDONYM_KEY = "the tests' own key for pseudonyms, long enough";

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  data: Record<string, unknown> | null | undefined;
  errors: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
  masked: string[];
}

export interface Question extends TestClaims {
  query: string;
  variables?: Record<string, unknown>;
  /** `x-purpose`; null leaves it out. */
  purpose?: string | null;
  headers?: Record<string, string>;
}

/** A hub on a database of its own, reached through HTTP. */
export interface TestHub {
  readonly url: string;
  /** Where metrics have a listener of their own; null where they have none. */
  readonly metricsUrl: string | null;
  /** The administrator's connection, for rows and for what the tests look up behind the hub's back. */
  readonly sql: Sql;
  /** Where the administrator logs in, for processes that run on the same database. */
  readonly adminUrl: string;
  readonly addresses: ReadonlyMap<string, string>;
  /** What stands before a department of a hub with `throughProxies`. */
  readonly proxyOf: (department: string) => FaultProxy;
  readonly reload: (supergraph: string) => Promise<boolean>;
  /** The way to each department, as the router has it. */
  readonly transports: ReadonlyMap<string, Transport>;
  readonly urlFor: (department: string) => string;
  readonly tokenFor: (claims?: TestClaims) => Promise<string>;
  ask(question: Question): Promise<Reply>;
  /** The statements departments send while `work` runs, by department. */
  countStatements(work: () => Promise<unknown>): Promise<Record<string, number>>;
  close(): Promise<void>;
}

type PassedOn =
  | "limits"
  | "clientLimits"
  | "allowedOrigins"
  | "proxies"
  | "documents"
  | "planner"
  | "refuseReload"
  | "audiences"
  | "pages"
  | "resilience"
  | "admission"
  | "tracer"
  | "metricsAt"
  | "checkRecordEveryMs"
  | "sealing"
  | "purposesKeptMs";

interface HubOptions extends Reach, Pick<RouterOptions, PassedOn>, Partial<Pick<RouterOptions, "host">> {
  /** Also told of what fails in the departments. */
  readonly logger?: Log;
  readonly overHttp?: boolean;
  /** Over HTTP, with a proxy before each department that can be told to fail. */
  readonly throughProxies?: boolean;
  /** How long a department may take over HTTP. */
  readonly timeoutMs?: number;
  /** Looks are entered in a database of their own, so that auditors find what a test put there and nothing else. */
  readonly recordsElsewhere?: boolean;
  /** False as in production: then no made-up number is entered. */
  readonly takesSynthetic?: boolean;
  /** Connections of each department's pool. */
  readonly poolSize?: number;
  /** Systems behind the departments; without them, they show what their tables hold. */
  readonly sources?: Partial<SourceSettings>;
  /** A migrated database with rows of its own, which stays when the hub closes; otherwise a new one. */
  readonly database?: TestDatabase;
  /** With sign-in at the door, and the hub's own tokens accepted beside those of the tests' issuer. */
  readonly signingIn?: SignInSettingsOfTest;
  /** A replica of the database that departments' reads may go to. */
  readonly readUrl?: string;
}

// A busy machine must not turn a test's request away.
const PATIENT = { mostRequests: 1_024, mostLagMs: 600_000 };

/** Starts a hub whose departments run in process, or each behind HTTP as `hub serve` runs them. */
export async function openHub(options: HubOptions = {}): Promise<TestHub> {
  const { throughProxies = false, overHttp = throughProxies, timeoutMs = 2_000, ...others } = options;
  const {
    recordsElsewhere = false,
    takesSynthetic = true,
    poolSize = 2,
    sources = {},
    signingIn,
    database: given,
    readUrl,
    reach = (url: string) => url,
    isPooled = false,
    claims,
    ...routerOptions
  } = others;
  const { logger = pino({ level: "silent" }), tracer = tracingOff } = options;
  const metrics = createMetrics();
  const watched = watchMisroutedAnswers(metrics, logger);
  const database = given ?? (await createDatabase());
  const sql = postgres(database.adminUrl, { max: 2, onnotice: () => undefined });
  await insertItemOfPurpose(sql);
  // Tests ask for more numbers that are not there than any counter does; population.lookups.test.ts has the real budget.
  await sql`update population.lookup_rules set value = 1000000`;
  const issuer = await createIssuer();
  const roles = parseRoles(readRootFile("schema/roles.yaml"));
  const served = overHttp ? standardSubgraphs() : subgraphs;
  const replica =
    readUrl === undefined
      ? undefined
      : openReplicaAt({ primaryUrl: database.urlFor("population"), replicaUrl: readUrl }, logger);
  const running = served.map((subgraph) => {
    const { name } = subgraph;
    const hearersOf = hearersIn(installedEvents(), name);
    const reached = { department: name, url: database.urlFor(name), poolSize, hearersOf, replica };
    const own = openReached(reached, { reach, isPooled, claims });
    metrics.watchPool(name, own);
    const settings = { ...noSourceSettings, ...sources };
    const onFault = logFaults(logger);
    const { handlers = [] } = subgraph;
    const ears = { department: name, url: reach(database.urlFor(`${name}-system`)), handlers, hearersOf, onFault };
    const hearing = openHearing(ears);
    const given = { onFault, pseudonymKey: PSEUDONYM_KEY, sources: settings, roles, takesSynthetic, hearing };
    return runSubgraph(subgraph, own, given);
  });
  const observers = { onFault: logFaults(logger), ...traceRequests(tracer) };
  const servers = overHttp ? await Promise.all(running.map((one) => serveOverHttp(one, observers))) : [];
  const addresses = new Map(servers.map(({ name, server }) => [name, `${urlOf(server)}/graphql`]));
  const proxies = new Map<string, FaultProxy>();
  if (throughProxies) for (const [name, url] of addresses) proxies.set(name, await openFaultProxy(url));
  const remotes = new Map(
    [...addresses].map(([department, address]) => {
      const url = proxies.get(department)?.url ?? address;
      return [department, httpTransport({ department, url, callKey: CALL_KEY, timeoutMs })];
    }),
  );
  const transports = new Map<string, Transport>(
    running.map((one) => {
      const remote = remotes.get(one.name);
      return [one.name, remote === undefined ? inProcessTransport(one) : remote];
    }),
  );
  const recordDatabase = recordsElsewhere ? await createDatabase() : database;
  const log = openAccessLog(reach(recordDatabase.urlFor("audit")), isPooled);
  const own =
    signingIn === undefined
      ? null
      : await openTestSignIn({ urlFor: (name) => reach(database.urlFor(name)) }, roles, signingIn);
  const router = await startRouter({
    supergraph: standardSupergraph(),
    transports,
    recorder: createRecorder(
      log,
      PSEUDONYM_KEY,
      observeRecord(metrics, logger),
      createOffices(transports.get("population")),
    ),
    tokens: createTokenReader(own === null ? [issuer.trusted] : [own.trusted, issuer.trusted], roles),
    jwks: issuer.jwks,
    ...(own === null ? {} : { signIn: own.signIn }),
    logger,
    metrics,
    admission: PATIENT,
    host: "127.0.0.1",
    // Asked for at the start and not again, so that tests that count statements count their own.
    purposesKeptMs: 3_600_000,
    ...routerOptions,
    port: 0,
  });
  return {
    url: router.url,
    metricsUrl: router.metricsUrl,
    sql,
    adminUrl: database.adminUrl,
    addresses,
    proxyOf(department) {
      const proxy = proxies.get(department);
      if (proxy === undefined) throw new Error(`no proxy stands before ${department}`);
      return proxy;
    },
    reload: router.reload,
    transports,
    urlFor: database.urlFor,
    tokenFor: issuer.tokenFor,
    ask: async ({ query, variables = {}, purpose = ITEM_PURPOSE, headers = {}, ...claims }) => {
      const response = await fetch(`${router.url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${await issuer.tokenFor(claims)}`,
          ...(purpose === null ? {} : { "x-purpose": purpose }),
          ...headers,
        },
        body: JSON.stringify({ query, variables }),
      });
      return readReply(response);
    },
    countStatements,
    close: async () => {
      watched();
      await router.close();
      for (const remote of remotes.values()) await remote.close();
      for (const proxy of proxies.values()) await proxy.close();
      for (const { server } of servers) server.close();
      for (const one of running) await one.close();
      await replica?.close();
      await log.close();
      await own?.close();
      await sql.end();
      if (given === undefined) await database.drop();
      if (recordDatabase !== database) await recordDatabase.drop();
    },
  };
}

export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const body = JSON.parse(text) as Partial<Reply> & { extensions?: { masked?: string[] } };
  return {
    status: response.status,
    headers: response.headers,
    text,
    data: body.data,
    errors: body.errors ?? [],
    masked: body.extensions?.masked ?? [],
  };
}

let supergraph: string | undefined;

/** What every hub here composes to; made once, since it takes longer than all else that opens one. */
function standardSupergraph(): string {
  return (supergraph ??= compose(subgraphs).supergraph);
}

let standard: readonly Subgraph[] | undefined;

/** Every department as it is served alone; made once, since it takes a while. */
function standardSubgraphs(): readonly Subgraph[] {
  return (standard ??= subgraphs.map(standardSubgraph));
}

async function serveOverHttp(
  running: RunningSubgraph,
  observers: ServeObservers,
): Promise<{ name: string; server: Server }> {
  const { name } = running;
  const subgraph = standardSubgraphs().find((one) => one.name === name);
  if (subgraph === undefined) throw new Error(`no department ${name}`);
  const server = await serveAlone(subgraph, running, trustSignatures(CALL_KEY, name), observers);
  await listen(server, 0, "127.0.0.1");
  return { name, server };
}
