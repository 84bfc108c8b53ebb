import { departmentNames } from "../subgraphs/index.ts";
import type { Config } from "./config/config.ts";
import { departmentSetting } from "./config/department-setting.ts";
import { openInstallation } from "./installation.ts";
import { openObservers } from "./observers.ts";
import { openTransports } from "./open-departments.ts";
import { type Closing, openRouter } from "./open-router.ts";
import { OperatorError } from "./operator-error.ts";
import { closeOnSignal } from "./shutdown.ts";
import type { Demo } from "./sign-in/open-sign-in.ts";
import { tellOperator } from "./tell-operator.ts";
import { openWebApp } from "./web-app/open-web-app.ts";

/** Runs the router alone, every department elsewhere, until a signal stops it. */
export async function serveRouter(config: Config, port: number, demo: Demo): Promise<void> {
  const missing = departmentNames.filter((name) => !config.departmentUrls.has(name));
  if (missing.length > 0) {
    const names = missing.map((name) => departmentSetting("SUBGRAPH_", name, "_URL"));
    throw new OperatorError(`The router needs the address of every department: set ${names.join(", ")}.`);
  }
  const pages = await openWebApp(config, tellOperator);
  const installation = await openInstallation(config, ["audit", "accounts"], tellOperator);
  const observers = await openObservers(config, "onedoor-router");
  const { transports, close: closeTransports } = openTransports(config, installation, [], observers);
  const closing: Closing = [() => installation.close(), () => observers.close(), closeTransports];
  const router = await openRouter({ config, installation, observers, transports, pages, demo, port }, closing);
  tellOperator(`The router answers at ${router.url}/graphql`);
  await closeOnSignal(closing, observers.logger, installation.lost);
}
