import { readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);

/** Reads a file of the installed hub, wherever the command is run from. */
export function readRootFile(path: string): string {
  return readFileSync(new URL(path, root), "utf8");
}

/** The address of a file of the installed hub. */
export function rootUrl(path: string): URL {
  return new URL(path, root);
}
