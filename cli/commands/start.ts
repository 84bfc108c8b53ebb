import { loadConfig } from "../../hub/config/load-config.ts";
import { openDelivery } from "../../hub/events/open-delivery.ts";
import { giveBackStart } from "../../hub/give-back-start.ts";
import { watchHousingFundDrop } from "../../hub/housing-fund-drop.ts";
import { openInstallation } from "../../hub/installation.ts";
import { openObservers } from "../../hub/observers.ts";
import { loadOwnSubgraphs, openTransports } from "../../hub/open-departments.ts";
import { type Closing, openRouter } from "../../hub/open-router.ts";
import { claimHub } from "../../hub/postgres/claim-hub.ts";
import { startSealer } from "../../hub/sealing/open-sealing.ts";
import { closeOnSignal } from "../../hub/shutdown.ts";
import { tellOperator } from "../../hub/tell-operator.ts";
import { openWebApp } from "../../hub/web-app/open-web-app.ts";
import { giveDemoPassword } from "../../seed/demo-password.ts";
import { demoAreaName } from "../../seed/places/demo-area-names.ts";
import { startDemoSystems } from "../../seed/systems/demo-systems.ts";
import { hasResidents } from "../has-residents.ts";

const DEMO_RESIDENTS = 2_000;
const DEMO_SEED = 1;

/** Runs the whole hub in one process until a signal stops it. */
export async function start(): Promise<void> {
  const config = loadConfig();
  const closing: Closing = [];
  try {
    const subgraphs = await loadOwnSubgraphs(config);
    const pages = await openWebApp(config, tellOperator);
    if (config.databaseUrl === null) {
      const claim = await claimHub(config.dataFolder);
      closing.push(() => claim.release());
      tellOperator("Starting the database …");
    }
    const installation = await openInstallation(config, undefined, tellOperator);
    closing.push(() => installation.close());
    if (!config.isProduction && !(await hasResidents(installation))) {
      const { seedInstallation } = await import("../seed-installation.ts");
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
    const router = await openRouter(
      {
        config,
        installation,
        observers,
        transports,
        pages,
        demo: { password: demoPassword, areaName: demoAreaName },
        port: config.port,
      },
      closing,
    );
    const own = subgraphs.map(({ name }) => name);
    const delivery = await openDelivery(own, transports, installation, observers);
    closing.push(() => delivery.close());
    tellOperator(`Onedoor answers at ${router.url}/graphql`);
    if (demoPassword !== null) {
      tellOperator(`Demo: sign in at ${router.url}/ as wangjia with ${demoPassword}`);
      tellOperator("      npm run hub --silent -- token wangjia prints a token for the clerk of 320105006.");
    }
    closing.push(giveBackStart().close);
    await closeOnSignal(closing, observers.logger, installation.lost);
  } catch (error) {
    for (const close of closing.reverse()) await close().catch(() => undefined);
    throw error;
  }
}
