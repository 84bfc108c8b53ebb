import type { Config } from "../../hub/config/config.ts";
import { loadConfig } from "../../hub/config/load-config.ts";
import { serveRouter } from "../../hub/serve-router.ts";
import { serveSupergraph } from "../../hub/serve-supergraph.ts";
import type { Demo } from "../../hub/sign-in/open-sign-in.ts";
import { readWhole } from "../terminal/whole-number.ts";

interface ServeOptions {
  port?: string;
  trust: "signed" | "token";
  supergraph?: string;
  permissionsOff?: boolean;
}

/** Runs the router alone, or one department alone, until a signal stops it. */
export async function serve(part: string, options: ServeOptions): Promise<void> {
  const config = loadConfig();
  const port = options.port === undefined ? config.port : readWhole("--port", options.port, 0, 65_535);
  if (part === "router" && options.supergraph !== undefined) {
    await serveSupergraph(options.supergraph, config, port, options.permissionsOff === true);
  } else if (part === "router") await serveRouter(config, port, await demoOf(config));
  else {
    const { serveDepartment } = await import("../../hub/serve-department.ts");
    await serveDepartment(part, config, port, options.trust);
  }
}

/** In production there is no demo, and nothing of its made-up people and places is loaded. */
async function demoOf({ isProduction, dataFolder }: Config): Promise<Demo> {
  if (isProduction) return { password: null, areaName: () => null };
  const { readDemoPassword } = await import("../../seed/demo-password.ts");
  const { demoAreaName } = await import("../../seed/places/demo-area-names.ts");
  return { password: await readDemoPassword(dataFolder), areaName: demoAreaName };
}
