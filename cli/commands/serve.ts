import { createCallVerifier, callKeyOf, VIEWER_HEADER } from "../../subgraphs/shared/signed-call.ts";
import { listen, startRouter, urlOf } from "../../router/main.ts";
import type { Config } from "../../router/config.ts";
import { serveMetrics } from "../../router/metrics-server.ts";
import { logFaults, traceRequests } from "../../router/observers.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { type Authenticate, serveAlone } from "../../subgraphs/shared/serve-alone.ts";
import { loadConfig } from "../environment.ts";
import { type Installation, openInstallation } from "../installation.ts";
import { openObservers } from "../observers.ts";
import { readWhole } from "../options.ts";
import { OperatorError } from "../postgres/operator-error.ts";
import { openTrustedDocuments } from "../published-operations.ts";
import { reloadOnChange } from "../reload.ts";
import { readRootFile, rootUrl } from "../root.ts";
import { startSealer } from "../sealing.ts";
import { serveSupergraph } from "./serve-supergraph.ts";
import { openRecorder, openSubgraph, openTransports } from "../serving.ts";
import { closeOnSignal } from "../shutdown.ts";
import { publicKeysOf, tokenReaderOf } from "../trust.ts";

interface ServeOptions {
  port?: string;
  trust: "signed" | "token";
  supergraph?: string;
  permissionsOff?: boolean;
}

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
  const installation = await openInstallation(config, ["audit"]);
  const observers = await openObservers(config, "onedoor-router");
  const { transports, close: closeTransports } = openTransports(config, installation, true, observers);
  const { recorder, close: closeRecorder } = openRecorder(installation, observers);
  const router = await startRouter({
    supergraph: readRootFile("schema/supergraph.graphql"),
    transports,
    recorder,
    tokens: tokenReaderOf(config, installation.keys),
    jwks: publicKeysOf(installation.keys),
    documents: openTrustedDocuments(config),
    limits: config.limits,
    ...observers,
    metricsAt: config.metricsAt,
    host: config.host,
    port,
  });
  process.stderr.write(`The router answers at ${router.url}/graphql\n`);
  const watch = reloadOnChange(rootUrl("schema/supergraph.graphql"), router.reload);
  const closing = [() => installation.close(), () => observers.close(), closeRecorder, closeTransports];
  await closeOnSignal([...closing, () => router.close(), watch.close], observers.logger);
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
  const installation = await openInstallation(config, [name]);
  const observers = await openObservers(config, `onedoor-${name}`);
  const running = openSubgraph(subgraph, installation, config, observers);
  const authenticate = trust === "token" ? byToken(config, installation) : bySignature(name, installation);
  const server = await serveAlone(subgraph, running, authenticate, {
    onFault: logFaults(observers.logger),
    ...traceRequests(observers.tracer),
  });
  const metricsServer = config.metricsAt === null ? null : await serveMetrics(observers.metrics, config.metricsAt);
  await listen(server, port, config.host);
  process.stderr.write(`${name} answers at ${urlOf(server)}/graphql\n`);
  const closeServer = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  const sealer = name === "audit" ? await startSealer(config, installation, observers) : null;
  const closing = [() => installation.close(), () => observers.close(), async () => sealer?.close()];
  closing.push(() => running.close());
  await closeOnSignal([...closing, async () => metricsServer?.close(), closeServer], observers.logger);
}

/** Only the router may call, and it vouches for the viewer. */
function bySignature(name: string, installation: Installation): Authenticate {
  const verify = createCallVerifier(callKeyOf(installation.keys.callKey, name), name);
  return (request, body) => {
    const header = request.headers[VIEWER_HEADER];
    return verify(typeof header === "string" ? header : undefined, body);
  };
}

/** Any router may stand in front: each caller shows the own token, and the department checks it itself. */
function byToken(config: Config, installation: Installation): Authenticate {
  const tokens = tokenReaderOf(config, installation.keys);
  return (request) => {
    const purpose = request.headers["x-purpose"];
    return tokens.read(request.headers.authorization, typeof purpose === "string" ? purpose : undefined);
  };
}
