import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { buildWebApp, stateOfBuild } from "../../../hub/web-app/build-web-app.ts";
import { closeAtOnce, listen, urlOf } from "../../../subgraphs/shared/listen.ts";
import { addressSetting, makeDataFolder, runHub, type RunningHub } from "../running-hub.ts";
import { launchBrowser } from "./launch.ts";
import { openTab, type Tab } from "./tab.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const DEPARTMENT = "medical-insurance";

/** A hub as `npm start` runs it, with its demo data, and a browser before it. */
export interface Stand {
  readonly url: string;
  /** Somebody at a machine of their own. */
  visit(): Promise<Tab>;
  /** Ends Medical Insurance, which runs in a process of its own, as a power cut would. */
  killDepartment(): Promise<void>;
  restartDepartment(): Promise<void>;
  close(): Promise<void>;
}

export async function openStand(): Promise<Stand> {
  if (stateOfBuild(root) !== "current") await buildWebApp(root);
  const data = await makeDataFolder();
  const closing: (() => Promise<unknown>)[] = [() => data.remove()];
  const close = async () => {
    for (const step of closing.reverse()) await step();
  };
  try {
    const port = await freePort();
    const settings = { PORT: "0", ONEDOOR_DATA: data.folder };
    const elsewhere = addressSetting(DEPARTMENT, `http://127.0.0.1:${port}/graphql`);
    const hub = await runHub(["start"], { ...settings, ...elsewhere });
    closing.push(() => hub.stop());
    const serve = () => runHub(["serve", DEPARTMENT, "--port", String(port)], settings);
    let department: RunningHub = await serve();
    closing.push(() => department.stop());
    const browser: Browser = await launchBrowser();
    closing.push(() => browser.close());
    return {
      url: hub.url,
      visit: () => openTab(browser, hub.url),
      async killDepartment() {
        department.process.kill("SIGKILL");
        await once(department.process, "exit");
      },
      async restartDepartment() {
        department = await serve();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A port nobody listens at, for a process that is started again at the same one. */
async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server, 0, "127.0.0.1");
  const { port } = new URL(urlOf(server));
  await closeAtOnce(server);
  return Number(port);
}
