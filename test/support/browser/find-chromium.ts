import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Chromium, unpackChromium } from "./unpack-chromium.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

interface Where {
  /** CHROMIUM_PATH: this one and no other. */
  readonly given: string | undefined;
  readonly searchPath: string;
}

/**
 * Browsers to try, the likelier first: the one that is named, those that are installed, the one that comes as a
 * package. Never none: where no browser starts, the tests that need one fail.
 */
export async function* findChromium({ given, searchPath }: Where): AsyncGenerator<Chromium> {
  if (given !== undefined && given !== "") {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, and there is no such program.`);
    yield { path: given, env: {} };
    return;
  }
  for (const path of [...onPath(searchPath), ...PLACES]) if (existsSync(path)) yield { path, env: {} };
  yield await unpackChromium();
}

function onPath(searchPath: string): string[] {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
}
