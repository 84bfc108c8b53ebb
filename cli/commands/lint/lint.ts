import { parse } from "graphql";
import { readRootFile } from "../../../hub/installed-files.ts";
import { loadRoles } from "../../../hub/load-roles.ts";
import { compose } from "../../../schema/compose.ts";
import { describeFinding, type Finding } from "../../../schema/lint/finding.ts";
import { lintDepartments } from "../../../schema/lint/lint-departments.ts";
import { lintSupergraph } from "../../../schema/lint/lint-supergraph.ts";
import { lintMigrations } from "../../../schema/lint/migrations.ts";
import { compareWithApproved } from "../../../schema/pages/approved-permissions.ts";
import { permissionTable } from "../../../schema/pages/permissions-page.ts";
import { readSupergraph } from "../../../schema/read-supergraph.ts";
import { loadSubgraphs } from "../../../subgraphs/index.ts";
import type { Subgraph } from "../../../subgraphs/shared/define-subgraph.ts";
import { readMigrationTexts } from "./migration-texts.ts";
import { locate } from "./sdl-places.ts";

/** Reads the departments' SDL and what it composes to, and says what is unsafe. True when nothing is. */
export async function lint(options: { json?: boolean }): Promise<boolean> {
  const subgraphs = await loadSubgraphs();
  const { supergraph, findings: ofComposition } = composed(subgraphs);
  const table = supergraph === null ? null : permissionTable(supergraph, loadRoles());
  const ofMigrations = lintMigrations(readMigrationTexts());
  const ofSchema = locate(
    withoutRepetition([
      ...lintDepartments(subgraphs),
      ...ofComposition,
      ...(supergraph === null ? [] : lintSupergraph(readSupergraph(supergraph))),
      ...(table === null ? [] : compareWithApproved(table, readRootFile("schema/permissions.approved.md"))),
    ]),
    subgraphs.map(({ name }) => ({ name, file: `subgraphs/${name}/schema.graphql` })),
  );
  const findings = [...ofSchema, ...ofMigrations];
  const fields = countFields(subgraphs);
  const isClean = findings.length === 0 && fields > 0;
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ fields, departments: subgraphs.length, findings })}\n`);
  } else if (findings.length > 0) {
    for (const finding of findings) process.stdout.write(`${describeFinding(finding)}\n`);
    process.stdout.write(`${findings.length} found in ${fields} fields of ${subgraphs.length} departments.\n`);
  } else {
    process.stdout.write(`${fields} fields of ${subgraphs.length} departments keep the rules.\n`);
  }
  return isClean;
}

function composed(subgraphs: readonly Subgraph[]): { supergraph: string | null; findings: Finding[] } {
  try {
    return { supergraph: compose(subgraphs).supergraph, findings: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : "The departments do not compose.";
    return { supergraph: null, findings: [{ rule: "composition", coordinate: "schema", message }] };
  }
}

/** The supergraph repeats what a department's SDL already showed; the department's finding has the place. */
function withoutRepetition(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, coordinate, department = "" }) => {
    const key = `${rule} ${coordinate}`;
    const isNew = department === "" ? !seen.has(key) : !seen.has(`${key} ${department}`);
    seen.add(key).add(`${key} ${department}`);
    return isNew;
  });
}

function countFields(subgraphs: readonly Subgraph[]): number {
  const documents = subgraphs.map(({ name }) => parse(readRootFile(`subgraphs/${name}/schema.graphql`)));
  const types = documents.flatMap(({ definitions }) => definitions);
  return types.reduce((sum, type) => sum + ("fields" in type ? type.fields.length : 0), 0);
}
