import { loadConfig } from "../../hub/config/load-config.ts";
import { serveRouter } from "../../hub/serve-router.ts";
import { serveSupergraph } from "../../hub/serve-supergraph.ts";
import { readDemoPassword } from "../../seed/demo-password.ts";
import { demoAreaName } from "../../seed/places/demo-area-names.ts";
import { readWhole } from "../terminal/whole-number.ts";

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
  } else if (part === "router") {
    const password = await readDemoPassword(config.dataFolder);
    await serveRouter(config, port, { password, areaName: demoAreaName });
  } else {
    const { serveDepartment } = await import("../../hub/serve-department.ts");
    await serveDepartment(part, config, port, options.trust);
  }
}
