import type { Transport } from "../router/departments/transport.ts";
import type { Pages } from "../router/http/pages.ts";
import { type RouterOptions, type RunningRouter, startRouter } from "../router/main.ts";
import { rightsOfRoles } from "./audiences-ahead.ts";
import type { Config } from "./config/config.ts";
import type { Installation } from "./installation.ts";
import { readRootFile, rootUrl } from "./installed-files.ts";
import { loadRoles } from "./load-roles.ts";
import type { Observers } from "./observers.ts";
import { openRecorder, openSealing } from "./open-departments.ts";
import { openPublishedOperations } from "./published-operations.ts";
import { refuseWidening } from "./refuse-widening.ts";
import { reloadOnChange } from "./reload.ts";
import { type Demo, openDoor } from "./sign-in/open-sign-in.ts";
import { openTokenTrust } from "./sign-in/token-trust.ts";

const SUPERGRAPH = "schema/supergraph.graphql";

/** Steps that close what was opened; they run last opened first. */
export type Closing = (() => Promise<void>)[];

export interface RouterParts {
  readonly config: Config;
  readonly installation: Installation;
  readonly observers: Observers;
  readonly transports: ReadonlyMap<string, Transport>;
  readonly pages: Pages;
  readonly demo: Demo;
  readonly port: number;
}

/** Opens the router of the hub's own supergraph, with its record and its sign-in. */
export async function openRouter(parts: RouterParts, closing: Closing): Promise<RunningRouter> {
  const { config, installation, observers, transports, pages, demo, port } = parts;
  const { recorder, close: closeRecorder } = openRecorder(installation, observers, transports);
  closing.push(closeRecorder);
  const trust = await openTokenTrust(config, installation, observers);
  closing.push(trust.close);
  const signIn = openDoor(config, installation, trust.issuerKeys, demo);
  closing.push(() => signIn.close());
  const router = await startRouter({
    ...settingsOfRouter(config, observers),
    supergraph: readRootFile(SUPERGRAPH),
    transports,
    recorder,
    sealing: openSealing(installation),
    tokens: trust.tokens,
    jwks: trust.issuerKeys.jwks,
    signIn,
    documents: openPublishedOperations(config),
    audiences: rightsOfRoles(),
    pages,
    port,
  });
  closing.push(() => router.close());
  closing.push(reloadOnChange(rootUrl(SUPERGRAPH), router.reload).close);
  return router;
}

/** What settings say to a router, whatever supergraph it serves. */
export function settingsOfRouter(config: Config, { logger, metrics, tracer }: Observers) {
  return {
    logger,
    metrics,
    tracer,
    proxies: config.signIn.proxies,
    refuseReload: (before: string, after: string) => refuseWidening(before, after, loadRoles()),
    limits: config.limits,
    clientLimits: config.clientLimits,
    allowedOrigins: config.allowedOrigins,
    metricsAt: config.metricsAt,
    host: config.host,
  } satisfies Partial<RouterOptions>;
}
