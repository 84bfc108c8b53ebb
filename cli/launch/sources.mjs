// What the hub is made of, and the name that exactly these sources have.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = ["cli", "hub", "router", "schema", "seed", "subgraphs"];

/**
 * The text of every source by its path, and a key that is another one as soon as a byte of them, an installed package or
 * the place is another: what was built under a key is either right or not found. Reading all of it takes some ten
 * milliseconds; times and sizes of files would tell less (a copied tree, two edits in one tick of the clock).
 */
export function readSources(root) {
  const files = new Map();
  for (const folder of FOLDERS) readFolder(root, folder, files);
  const hash = createHash("sha256").update(`${root}\n${packagesOf(root)}\n`);
  for (const [path, text] of files) hash.update(`${path} ${text.length}\n`).update(text);
  return { files, key: hash.digest("hex").slice(0, 32) };
}

function readFolder(root, folder, files) {
  for (const entry of entriesOf(join(root, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) readFolder(root, path, files);
    else if (/\.m?ts$|\.mjs$/.test(entry.name)) files.set(path, readFileSync(join(root, path)));
  }
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

/** What npm wrote down as installed; without what only development needs, so that taking that away changes nothing. */
export function packagesOf(root) {
  const { packages } = JSON.parse(readOr(join(root, "node_modules/.package-lock.json"), '{"packages":{}}'));
  const serving = Object.entries(packages).filter(([, { dev }]) => dev !== true);
  return serving.map(([path, { version, integrity }]) => `${path} ${version} ${integrity}`).join("\n");
}

function readOr(path, otherwise) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return otherwise;
    throw error;
  }
}
