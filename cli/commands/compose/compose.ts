import { writeFile } from "node:fs/promises";
import { eventPartsOf } from "../../../hub/events/event-parts.ts";
import { readRootFile, rootUrl } from "../../../hub/installed-files.ts";
import { loadRoles } from "../../../hub/load-roles.ts";
import { MANIFEST } from "../../../hub/published-operations.ts";
import { composeEvents } from "../../../schema/events/compose-events.ts";
import { EVENT_BOOK } from "../../../schema/events/event-book.ts";
import { permissionTable } from "../../../schema/pages/permissions-page.ts";
import { rolePage } from "../../../schema/pages/roles-page.ts";
import { departmentNames, loadSubgraphs } from "../../../subgraphs/index.ts";
import { composeDepartments } from "./compose-departments.ts";
import { composeManifest } from "./manifest.ts";
import { readOperationFiles } from "./operation-files.ts";

/** Writes schema/'s generated files, or with `check` only compares them. True when they are current. */
export async function compose(options: { check?: boolean; json?: boolean }): Promise<boolean> {
  const departments = await loadSubgraphs();
  const composition = composeDepartments(departments);
  const roles = loadRoles();
  const files: Record<string, string> = {
    "schema/supergraph.graphql": composition.supergraph,
    "schema/api.graphql": composition.api,
    "schema/permissions.md": permissionTable(composition.supergraph, roles),
    "schema/roles.md": rolePage(composition.supergraph, roles),
    [EVENT_BOOK]: `${JSON.stringify(composeEvents(eventPartsOf(departments)), null, 2)}\n`,
    [MANIFEST]: composeManifest(readOperationFiles(), composition.api),
  };
  const stale = Object.entries(files).filter(([path, text]) => current(path) !== text);
  if (options.check !== true) for (const [path, text] of stale) await writeFile(rootUrl(path), text);
  report(
    options,
    stale.map(([path]) => path),
    Object.keys(files).length,
  );
  return options.check !== true || stale.length === 0;
}

function current(path: string): string | null {
  try {
    return readRootFile(path);
  } catch {
    return null;
  }
}

function report(options: { check?: boolean; json?: boolean }, stale: readonly string[], compared: number): void {
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ compared, stale, departments: departmentNames.length })}\n`);
  } else if (stale.length === 0) {
    process.stdout.write(`${compared} files in schema/ are current (${departmentNames.length} departments).\n`);
  } else if (options.check === true) {
    process.stdout.write(`Stale: ${stale.join(", ")}. Run npm run generate and commit the change.\n`);
  } else {
    process.stdout.write(`Written: ${stale.join(", ")}.\n`);
  }
}
