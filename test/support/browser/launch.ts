import { type Browser, chromium } from "playwright-core";
import { findChromium } from "./find-chromium.ts";
import type { Chromium } from "./unpack-chromium.ts";

// Nothing here makes the browser look away: what the pages' own policy refuses is refused.
const ARGS = [
  // Where the memory file system is small, tabs crash; a file does as well.
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--font-render-hinting=none",
  // The tests' own machine is the only host there is.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];
const STARTED_WITHIN_MS = 60_000;

/** Starts the first browser that will. Rejects, and so fails what needed one, when none does. */
export async function launchBrowser(environment = process.env): Promise<Browser> {
  const failures: string[] = [];
  const where = { given: environment["CHROMIUM_PATH"], searchPath: environment["PATH"] ?? "" };
  for await (const found of findChromium(where)) {
    try {
      return await launch(found);
    } catch (error) {
      failures.push(`${found.path}: ${error instanceof Error ? error.message : "unknown"}`);
    }
  }
  throw new Error(`No browser starts here; set CHROMIUM_PATH to a Chromium that does.\n${failures.join("\n")}`);
}

async function launch({ path, env }: Chromium): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: path,
    args: ARGS,
    env: { ...inherited(), ...env },
    timeout: STARTED_WITHIN_MS,
  });
  return browser;
}

function inherited(): Record<string, string> {
  const { PATH = "", TMPDIR } = process.env;
  // Without UTF-8 the browser has no other name for a file than "download", when its name is Chinese.
  return { PATH, LC_ALL: "C.UTF-8", ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}
