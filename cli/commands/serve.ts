import { listen, startRouter, urlOf } from "../../router/main.ts";
import type { Config } from "../../router/config.ts";
import { serveMetrics } from "../../router/metrics-server.ts";
import { logFaults, traceRequests } from "../../router/observers.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { serveAlone, type Trust } from "../../subgraphs/shared/serve-alone.ts";
import { trustSignatures } from "../../subgraphs/shared/trust-signatures.ts";
import { refuseWidening } from "../check/refuse-widening.ts";
import { loadRoles } from "../trust.ts";
import { rightsOfRoles } from "../audiences-ahead.ts";
import { loadConfig } from "../environment.ts";
import { watchHousingFundDrop } from "../housing-fund-drop.ts";
import { openInstallation } from "../installation.ts";
import { openObservers } from "../observers.ts";
import { readWhole } from "../options.ts";
import { OperatorError } from "../postgres/operator-error.ts";
import { openTrustedDocuments } from "../published-operations.ts";
import { reloadOnChange } from "../reload.ts";
import { readRootFile, rootUrl } from "../root.ts";
import { startSealer } from "../sealing.ts";
import { serveSupergraph } from "./serve-supergraph.ts";
import { openRecorder, openSealing, openSubgraph, openTransports } from "../serving.ts";
import { closeOnSignal } from "../shutdown.ts";
import { openDoor, openTrust, type Trusted } from "../signing-in.ts";
import { openWebApp } from "../web/open.ts";

interface ServeOptions {
  port?: string;
  trust: "signed" | "token";
  supergraph?: string;
  permissionsOff?: boolean;
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs the router alone, or one department alone, until it is told to stop. */
export async function serve(part: string, options: ServeOptions): Promise<void> {
  const config = loadConfig();
  const port = options.port === undefined ? config.port : readWhole("--port", options.port, 0, 65_535);
  if (part === "router" && options.supergraph !== undefined) {
    await serveSupergraph(options.supergraph, config, port, options.permissionsOff === true);
  } else if (part === "router") await serveRouter(config, port);
  else await serveDepartment(part, config, port, options.trust);
}

async function serveRouter(config: Config, port: number): Promise<void> {
  const missing = subgraphs.filter((subgraph) => !config.departmentUrls.has(subgraph.name));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => `SUBGRAPH_${name.toUpperCase().replaceAll("-", "_")}_URL`);
    throw new OperatorError(`The router needs the address of every department: set ${names.join(", ")}.`);
  }
  const pages = await openWebApp(config, say);
  const installation = await openInstallation(config, ["audit", "accounts"], say);
  const observers = await openObservers(config, "onedoor-router");
  const { transports, close: closeTransports } = openTransports(config, installation, true, observers);
  const { recorder, close: closeRecorder } = openRecorder(installation, observers, transports);
  const trusted = await openTrust(config, installation, observers);
  const signIn = await openDoor(config, installation, trusted.issuerKeys);
  const router = await startRouter({
    supergraph: readRootFile("schema/supergraph.graphql"),
    transports,
    recorder,
    sealing: openSealing(installation),
    tokens: trusted.tokens,
    jwks: trusted.issuerKeys.jwks,
    signIn,
    proxies: config.signIn.proxies,
    documents: openTrustedDocuments(config),
    audiences: rightsOfRoles(),
    refuseReload: (before, after) => refuseWidening(before, after, loadRoles()),
    pages,
    limits: config.limits,
    clientLimits: config.clientLimits,
    allowedOrigins: config.allowedOrigins,
    ...observers,
    metricsAt: config.metricsAt,
    host: config.host,
    port,
  });
  process.stderr.write(`The router answers at ${router.url}/graphql\n`);
  const watch = reloadOnChange(rootUrl("schema/supergraph.graphql"), router.reload);
  const closing = [() => installation.close(), () => observers.close(), closeRecorder, closeTransports];
  closing.push(trusted.close, () => signIn.close());
  await closeOnSignal([...closing, () => router.close(), watch.close], observers.logger, installation.lost);
}

async function serveDepartment(
  name: string,
  config: Config,
  port: number,
  trust: ServeOptions["trust"],
): Promise<void> {
  const subgraph = subgraphs.find((one) => one.name === name);
  if (subgraph === undefined) {
    throw new OperatorError(
      `There is no part ${name}: serve takes router, ${subgraphs.map((one) => one.name).join(", ")}.`,
    );
  }
  const departments = trust === "token" ? [...new Set([name, "accounts"])] : [name];
  const installation = await openInstallation(config, departments, say);
  const observers = await openObservers(config, `onedoor-${name}`);
  const sealing = trust === "token" ? openSealing(installation) : undefined;
  const running = openSubgraph(subgraph, installation, config, observers, sealing);
  const { keys } = installation;
  const own = trust === "token" ? await openTrust(config, installation, observers) : null;
  const trusted = own === null ? trustSignatures(keys.callKey, name, keys.previousCallKey) : trustTokens(own);
  const server = await serveAlone(subgraph, running, trusted, {
    onFault: logFaults(observers.logger),
    ...traceRequests(observers.tracer),
  });
  const metricsServer = config.metricsAt === null ? null : await serveMetrics(observers.metrics, config.metricsAt);
  await listen(server, port, config.host);
  process.stderr.write(`${name} answers at ${urlOf(server)}/graphql\n`);
  const closeServer = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  const sealer = name === "audit" ? await startSealer(config, installation, observers) : null;
  const drop = name === "housing-fund" ? config.sources.housingFundDrop : null;
  const watch = drop === null ? null : watchHousingFundDrop(drop, installation.urlOf(name), observers.logger);
  const closing = [() => installation.close(), () => observers.close(), async () => sealer?.close()];
  closing.push(
    () => running.close(),
    async () => own?.close(),
    async () => watch?.close(),
    async () => metricsServer?.close(),
    closeServer,
  );
  await closeOnSignal(closing, observers.logger, installation.lost);
}

/**
 * Any router may stand in front: each caller shows the own token, and the department checks it itself. Emergency
 * accesses are Population's to look up, so that their purpose counts as none here (docs/adr/0033).
 */
function trustTokens({ tokens }: Trusted): Trust {
  return {
    viewerOf(request) {
      return tokens.read(request.headers.authorization, request.headersDistinct["x-purpose"]);
    },
  };
}
