// Writes web/generated/ unless it was written from what is there now. JavaScript: the generator takes seconds to load,
// and four checks ask for it in turn.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);
const STAMP = new URL("web/generated/written-from", root);
const FILES = [
  "schema/api.graphql",
  "schema/operations/manifest.json",
  "package-lock.json",
  "web/build/api-types.ts",
  "web/build/shown-fields.ts",
  "web/generated/graphql.ts",
  "web/generated/shown-fields.ts",
];

/** Of what it is written from, and of what was written. */
function keyOfFiles() {
  const hash = createHash("sha256");
  for (const file of FILES) {
    const text = readOrNothing(new URL(file, root));
    hash.update(`${file} ${text.length}\n`).update(text);
  }
  return hash.digest("hex");
}

function readOrNothing(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return "";
    throw error;
  }
}

if (readOrNothing(STAMP) !== keyOfFiles()) {
  const { register } = await import("tsx/esm/api");
  register({ tsconfig: false });
  const { writeApiTypes } = await import("./api-types.ts");
  await writeApiTypes();
  writeFileSync(STAMP, keyOfFiles());
}
