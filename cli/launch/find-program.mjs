// Finds the hub as built from the sources as they are, or has it built (docs/adr/0074). JavaScript: it is what runs first.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isTrusted, placesOf, programIn } from "./places.mjs";
import { readSources } from "./sources.mjs";

/** The program's file, or the sentence that says why there is none. */
export function findProgram(root) {
  const { key } = readSources(root);
  const built = placesOf(root).filter(isTrusted);
  const program = built.map((place) => programIn(place, key)).find((file) => existsSync(file));
  return program === undefined ? build(root) : { program };
}

/** In a process of its own, whose memory is given back. */
function build(root) {
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, ...env } = process.env;
  const { status, stdout, error } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL("./build.mjs", import.meta.url)), root],
    {
      encoding: "utf8",
      env,
      stdio: ["ignore", "pipe", "inherit"],
      windowsHide: true,
    },
  );
  if (error !== undefined) return { refusal: `The hub can't be built: ${error.message}.` };
  return status === 0
    ? { program: stdout }
    : { refusal: stdout.trim() || `The build of the hub ended with ${status}.` };
}
