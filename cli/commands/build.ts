import { fileURLToPath } from "node:url";
import { rootUrl } from "../../hub/installed-files.ts";
import { buildWebApp, stateOfBuild } from "../../hub/web-app/build-web-app.ts";

/** Builds the web app, unless what is there was made from the same sources. */
export async function build({ force = false, json = false }: { force?: boolean; json?: boolean }): Promise<void> {
  const root = fileURLToPath(rootUrl(""));
  const isNeeded = force || stateOfBuild(root) !== "current";
  if (isNeeded) await buildWebApp(root);
  const sentence = isNeeded ? "The web app is built: web/dist." : "The web app is built already: web/dist.";
  process.stdout.write(json ? `${JSON.stringify({ folder: "web/dist", built: isNeeded })}\n` : `${sentence}\n`);
}
