// Builds the hub from its sources, as a program of its own: `node build.mjs <installation>` prints the built hub's file.
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isInUse } from "./in-use.mjs";
import { isUsable, placesOf, programIn } from "./places.mjs";
import { readSources } from "./sources.mjs";

const DRAFT = ".building-";
/** A build that was killed leaves its draft; one that is under way is young. */
const LEFT_OVER_MS = 3_600_000;
/** What was built from other sources: for another branch, or for a start that is just under way. */
const KEPT = 4;
/** In a built hub's folder: the folder of packages that it loads. */
const NOTE = "packages";
const FAULTS_TOLD = 5;

const [root] = process.argv.slice(2);

try {
  const places = placesOf(root);
  const place = places.find(isUsable);
  if (place === undefined) throw new Error(`none of ${places.map(({ path }) => path).join(", ")} can be written to`);
  process.stdout.write(await buildIn(place));
} catch (error) {
  process.stdout.write(sentenceOf(error));
  process.exitCode = 1;
}

async function buildIn(place) {
  removeLeftOvers(place.path);
  // Loaded here, as the bundler itself may not be installed.
  const { bundleSources } = await import("./bundle-sources.mjs");
  const { bundlePackages, packagesKey } = await import("./bundle-packages.mjs");
  // Read once: the key and what is built are of the same bytes, whatever is edited meanwhile.
  const { files, key } = readSources(root);
  const { outputs, imports } = await bundleSources(root, files);
  const packages = `packages-${packagesKey(root, imports)}`;
  if (!isThere(join(place.path, packages))) {
    await put(join(place.path, packages), (folder) => bundlePackages(root, imports, folder));
  }
  await put(dirname(programIn(place, key)), (folder) => {
    for (const { name, text } of outputs(packages)) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, NOTE), packages);
  });
  removeOld(place.path);
  return programIn(place, key);
}

/** Whole or not at all: a folder is given its name last. */
async function put(place, fill) {
  const draft = mkdtempSync(join(dirname(place), DRAFT));
  try {
    await fill(draft);
    // Another user may run what this one built, whatever its umask.
    chmodSync(draft, 0o755);
    for (const name of readdirSync(draft)) chmodSync(join(draft, name), 0o644);
    renameSync(draft, place);
  } catch (error) {
    // Another start built the same at the same time, and was first.
    if (!isThere(place)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function removeLeftOvers(folder) {
  for (const name of readdirSync(folder).filter((one) => one.startsWith(DRAFT))) {
    if (Date.now() - timeOf(join(folder, name)) > LEFT_OVER_MS) remove(join(folder, name));
  }
}

/** Of builds that no hub runs from, those are kept that were made or served last. */
function removeOld(folder) {
  const newestFirst = (names) => names.sort((one, other) => timeOf(join(folder, other)) - timeOf(join(folder, one)));
  const hubs = newestFirst(readdirSync(folder).filter((name) => name.startsWith("hub-")));
  const [kept, old] = [hubs.slice(0, KEPT), hubs.slice(KEPT)];
  for (const name of old) {
    if (isInUse(join(folder, name))) kept.push(name);
    else remove(join(folder, name));
  }
  const needed = new Set(kept.map((name) => packagesOf(join(folder, name))));
  for (const name of readdirSync(folder).filter((one) => one.startsWith("packages-"))) {
    if (!needed.has(name) && Date.now() - timeOf(join(folder, name)) > LEFT_OVER_MS) remove(join(folder, name));
  }
}

function packagesOf(hub) {
  try {
    return readFileSync(join(hub, NOTE), "utf8");
  } catch {
    // Another build takes it away at this moment.
    return "";
  }
}

function remove(path) {
  rmSync(path, { recursive: true, force: true });
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
}

function isThere(path) {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A fault in a source file is reported with its file and line. */
function sentenceOf(error) {
  if (error.code === "ERR_MODULE_NOT_FOUND") {
    return "Onedoor's packages are not installed: run `npm ci` in its folder first.";
  }
  if (!Array.isArray(error.errors)) return `The hub can't be built: ${error.message}.`;
  const faults = error.errors.map(({ location, text }) => {
    return location === null ? `${text}.` : `${location.file}:${location.line}:${location.column + 1}  ${text}.`;
  });
  const more = faults.length > FAULTS_TOLD ? [`There are ${faults.length - FAULTS_TOLD} more.`] : [];
  return ["The hub can't be built:", ...faults.slice(0, FAULTS_TOLD), ...more].join("\n");
}
