import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openPages, type Pages, pagesMissing } from "../../router/http/pages.ts";
import type { Config } from "../config/config.ts";
import { rootUrl } from "../installed-files.ts";
import { OperatorError } from "../operator-error.ts";
import { buildWebApp, stateOfBuild } from "./build-web-app.ts";

const NOT_BUILT = "The web app is not built: run npm run build, and start the hub again.";

/**
 * The pages the hub shows. While trying out, what is missing or older than its sources is built first; in production
 * nothing is, for a host that serves should not compile. The API never waits for its pages: without them it still answers.
 */
export async function openWebApp(
  { isProduction }: Pick<Config, "isProduction">,
  say: (line: string) => void,
  root = fileURLToPath(rootUrl("")),
): Promise<Pages> {
  const state = stateOfBuild(root);
  if (state !== "current" && !isProduction) await tryBuild(root, say);
  else if (state === "stale") say("The web app is older than its sources: run npm run build, and start the hub again.");
  const pages = openPages(join(root, "web/dist"));
  if (pages !== null) return pages;
  say(NOT_BUILT);
  return pagesMissing(NOT_BUILT);
}

async function tryBuild(root: string, say: (line: string) => void): Promise<void> {
  const startedAt = performance.now();
  say("Building the web app …");
  try {
    await buildWebApp(root);
    say(`The web app is built, in ${Math.ceil((performance.now() - startedAt) / 1000)} s.`);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    say(error.message);
  }
}
