import { startRouter } from "../router/main.ts";
import { departmentNames } from "../subgraphs/index.ts";
import { rightsOfRoles } from "./audiences-ahead.ts";
import type { Config } from "./config/config.ts";
import { openInstallation } from "./installation.ts";
import { readRootFile, rootUrl } from "./installed-files.ts";
import { loadRoles } from "./load-roles.ts";
import { openObservers } from "./observers.ts";
import { openRecorder, openSealing, openTransports } from "./open-departments.ts";
import { OperatorError } from "./operator-error.ts";
import { openPublishedOperations } from "./published-operations.ts";
import { refuseWidening } from "./refuse-widening.ts";
import { reloadOnChange } from "./reload.ts";
import { closeOnSignal } from "./shutdown.ts";
import { type Demo, openDoor } from "./sign-in/open-sign-in.ts";
import { openTokenTrust } from "./sign-in/token-trust.ts";
import { openWebApp } from "./web-app/open-web-app.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs the router alone, every department elsewhere, until it is told to stop. */
export async function serveRouter(config: Config, port: number, demo: Demo): Promise<void> {
  const missing = departmentNames.filter((name) => !config.departmentUrls.has(name));
  if (missing.length > 0) {
    const names = missing.map((name) => `SUBGRAPH_${name.toUpperCase().replaceAll("-", "_")}_URL`);
    throw new OperatorError(`The router needs the address of every department: set ${names.join(", ")}.`);
  }
  const pages = await openWebApp(config, say);
  const installation = await openInstallation(config, ["audit", "accounts"], say);
  const observers = await openObservers(config, "onedoor-router");
  const { transports, close: closeTransports } = openTransports(config, installation, [], observers);
  const { recorder, close: closeRecorder } = openRecorder(installation, observers, transports);
  const trusted = await openTokenTrust(config, installation, observers);
  const signIn = await openDoor(config, installation, trusted.issuerKeys, demo);
  const router = await startRouter({
    supergraph: readRootFile("schema/supergraph.graphql"),
    transports,
    recorder,
    sealing: openSealing(installation),
    tokens: trusted.tokens,
    jwks: trusted.issuerKeys.jwks,
    signIn,
    proxies: config.signIn.proxies,
    documents: openPublishedOperations(config),
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
