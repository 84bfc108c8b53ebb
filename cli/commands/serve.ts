import { startRouter } from "../../router/main.ts";
import type { Config } from "../../hub/config/config.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { refuseWidening } from "../../hub/refuse-widening.ts";
import { loadRoles } from "../../hub/sign-in/token-trust.ts";
import { rightsOfRoles } from "../../hub/audiences-ahead.ts";
import { loadConfig } from "../../hub/config/load-config.ts";
import { openInstallation } from "../../hub/installation.ts";
import { openObservers } from "../../hub/observers.ts";
import { readWhole } from "../terminal/whole-number.ts";
import { demoAreaName } from "../../seed/places/demo-area-names.ts";
import { readDemoPassword } from "../../seed/demo-password.ts";
import { OperatorError } from "../../hub/operator-error.ts";
import { openTrustedDocuments } from "../../hub/published-operations.ts";
import { reloadOnChange } from "../../hub/reload.ts";
import { readRootFile, rootUrl } from "../../hub/installed-files.ts";
import { serveSupergraph } from "../../hub/serve-supergraph.ts";
import { openRecorder, openSealing, openTransports } from "../../hub/open-departments.ts";
import { closeOnSignal } from "../../hub/shutdown.ts";
import { openDoor, openTrust } from "../../hub/sign-in/open-sign-in.ts";
import { openWebApp } from "../../hub/web-app/open-web-app.ts";

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
  else {
    const { serveDepartment } = await import("../../hub/serve-department.ts");
    await serveDepartment(part, config, port, options.trust);
  }
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
  const signIn = await openDoor(config, installation, trusted.issuerKeys, {
    password: await readDemoPassword(config.dataFolder),
    areaName: demoAreaName,
  });
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
