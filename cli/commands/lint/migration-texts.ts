import { readdirSync } from "node:fs";
import { readRootFile, rootUrl } from "../../../hub/installed-files.ts";
import type { MigrationText } from "../../../schema/lint/migrations.ts";

/** Every migration of this version. */
export function readMigrationTexts(): MigrationText[] {
  return readdirSync(rootUrl("migrations"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: department }) =>
      readdirSync(rootUrl(`migrations/${department}`))
        .filter((name) => name.endsWith(".sql"))
        .sort()
        .map((name) => ({ department, name, text: readRootFile(`migrations/${department}/${name}`) })),
    );
}
