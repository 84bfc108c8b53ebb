import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What the build reads: the app, the contract it is written against, and the versions of the packages it is built of. */
const SOURCES = ["web", "schema/api.graphql", "schema/operations", "package-lock.json"];
const MADE = /^(?:dist|generated|node_modules|\.building-.*)$/;

/** A hash of all the build is made from. Null: the sources are not here, as on a host that was given the build alone. */
export function hashSources(root: string): string | null {
  if (!existsSync(join(root, "web/index.html"))) return null;
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const path of filesBelow(root, source)) {
      // The sum of each file has one length, so that no two trees are written the same.
      hash.update(
        `${path}\n${createHash("sha256")
          .update(readFileSync(join(root, path)))
          .digest("hex")}\n`,
      );
    }
  }
  return hash.digest("hex");
}

function filesBelow(root: string, path: string): string[] {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [path];
  const names = readdirSync(join(root, path)).filter((name) => !MADE.test(name));
  return names.sort().flatMap((name) => filesBelow(root, `${path}/${name}`));
}
