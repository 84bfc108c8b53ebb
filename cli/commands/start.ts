import { rightsOfRoles } from "../../hub/audiences-ahead.ts";
import { loadConfig } from "../../hub/config/load-config.ts";
import { watchHousingFundDrop } from "../../hub/housing-fund-drop.ts";
import { openInstallation } from "../../hub/installation.ts";
import { readRootFile, rootUrl } from "../../hub/installed-files.ts";
import { loadRoles } from "../../hub/load-roles.ts";
import { openObservers } from "../../hub/observers.ts";
import { loadOwnSubgraphs, openRecorder, openSealing, openTransports } from "../../hub/open-departments.ts";
import { claimHub } from "../../hub/postgres/claim-hub.ts";
import { openPublishedOperations } from "../../hub/published-operations.ts";
import { refuseWidening } from "../../hub/refuse-widening.ts";
import { reloadOnChange } from "../../hub/reload.ts";
import { startSealer } from "../../hub/sealing/open-sealing.ts";
import { closeOnSignal } from "../../hub/shutdown.ts";
import { openDoor } from "../../hub/sign-in/open-sign-in.ts";
import { openTokenTrust } from "../../hub/sign-in/token-trust.ts";
import { openWebApp } from "../../hub/web-app/open-web-app.ts";
import { startRouter } from "../../router/main.ts";
import { giveDemoPassword } from "../../seed/demo-password.ts";
import { demoAreaName } from "../../seed/places/demo-area-names.ts";
import { startDemoSystems } from "../../seed/systems/demo-systems.ts";
import { hasResidents, seedInstallation } from "../seed-installation.ts";

const DEMO_RESIDENTS = 2_000;
const DEMO_SEED = 1;

/** Runs the whole hub in one process until it is told to stop. */
export async function start(): Promise<void> {
  const config = loadConfig();
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const closing: (() => Promise<void>)[] = [];
  try {
    const subgraphs = await loadOwnSubgraphs(config);
    const pages = await openWebApp(config, say);
    if (config.databaseUrl === null) {
      const claim = await claimHub(config.dataFolder);
      closing.push(() => claim.release());
      say("Starting the database …");
    }
    const installation = await openInstallation(config, undefined, say);
    closing.push(() => installation.close());
    if (!config.isProduction && !(await hasResidents(installation))) {
      await seedInstallation(installation, { residents: DEMO_RESIDENTS, seed: DEMO_SEED });
    }
    const demoPassword = config.isProduction ? null : await giveDemoPassword(config.dataFolder, installation);
    const observers = await openObservers(config, "onedoor");
    closing.push(() => observers.close());
    const demo = await startDemoSystems(config, installation);
    closing.push(() => demo.close());
    const served = { ...config, sources: demo.sources };
    const { transports, close: closeTransports } = openTransports(served, installation, subgraphs, observers);
    closing.push(closeTransports);
    const drop = demo.sources.housingFundDrop;
    if (drop !== null && !config.departmentUrls.has("housing-fund")) {
      closing.push(watchHousingFundDrop(drop, installation.urlOf("housing-fund"), observers.logger).close);
    }
    // Closed after the recorder, so that its last seal holds the last look.
    if (!config.departmentUrls.has("audit")) {
      const sealer = await startSealer(config, installation, observers);
      closing.push(() => sealer.close());
    }
    const { recorder, close: closeRecorder } = openRecorder(installation, observers, transports);
    closing.push(closeRecorder);
    const trust = await openTokenTrust(config, installation, observers);
    closing.push(trust.close);
    const signIn = await openDoor(config, installation, trust.issuerKeys, {
      password: demoPassword,
      areaName: demoAreaName,
    });
    closing.push(() => signIn.close());
    const router = await startRouter({
      supergraph: readRootFile("schema/supergraph.graphql"),
      transports,
      recorder,
      sealing: openSealing(installation),
      tokens: trust.tokens,
      jwks: trust.issuerKeys.jwks,
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
      port: config.port,
    });
    closing.push(() => router.close());
    closing.push(reloadOnChange(rootUrl("schema/supergraph.graphql"), router.reload).close);
    say(`Onedoor answers at ${router.url}/graphql`);
    if (demoPassword !== null) {
      say(`Demo: sign in at ${router.url}/ as wangjia with ${demoPassword}`);
      say("      npm run hub --silent -- token wangjia prints a token for the clerk of 320105006.");
    }
    await closeOnSignal(closing, observers.logger, installation.lost);
  } catch (error) {
    for (const close of closing.reverse()) await close().catch(() => undefined);
    throw error;
  }
}
