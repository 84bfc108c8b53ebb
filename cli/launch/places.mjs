// Where a built hub is kept.
import { accessSync, constants, lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The first that may be used: in the installation, in the data folder, in the system's folder for what may go. */
export function placesOf(root) {
  const data = process.env.ONEDOOR_DATA;
  return [
    { path: join(root, "dist"), isOurs: true },
    ...(data ? [{ path: join(resolve(data), "program"), isOurs: false }] : []),
    { path: join(tmpdir(), `onedoor-${process.getuid?.() ?? "program"}`), isOurs: false },
  ];
}

/** Outside the installation, what somebody else could have written is not run. */
export function isTrusted({ path, isOurs }) {
  if (isOurs) return true;
  try {
    const { uid, mode } = lstatSync(path);
    return process.getuid === undefined || ([0, process.getuid()].includes(uid) && (mode & 0o022) === 0);
  } catch {
    return false;
  }
}

/** Makes the folder if need be. */
export function isUsable(place) {
  try {
    mkdirSync(place.path, { recursive: true, mode: 0o755 });
    accessSync(place.path, constants.W_OK);
    return isTrusted(place);
  } catch {
    return false;
  }
}

/** The built hub's first file, in a folder that bears the key of its sources. */
export function programIn(place, key) {
  return join(place.path, `hub-${key}`, "hub.js");
}
