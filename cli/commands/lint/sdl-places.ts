import { isTypeDefinitionNode, isTypeExtensionNode, type NameNode, parse } from "graphql";
import { readRootFile } from "../../../hub/installed-files.ts";
import type { Finding } from "../../../schema/lint/finding.ts";

interface SdlFile {
  /** The department the file belongs to. */
  readonly name: string;
  readonly file: string;
}

/** Adds to each finding where its coordinate is written: in its department's SDL, or in the first that has it. */
export function locate(findings: readonly Finding[], files: readonly SdlFile[]): Finding[] {
  const lines = files.map(({ name, file }) => ({ name, file, lines: linesOf(readRootFile(file)) }));
  return findings.map((finding) => {
    const own = lines.filter(({ name }) => finding.department === undefined || name === finding.department);
    for (const { file, lines: known } of own) {
      const line = known.get(finding.coordinate) ?? known.get(withoutArgument(finding.coordinate));
      if (line !== undefined) return { ...finding, file, line };
    }
    const [only] = own;
    return finding.department === undefined || only === undefined ? finding : { ...finding, file: only.file };
  });
}

function withoutArgument(coordinate: string): string {
  return coordinate.split("(", 1)[0] ?? coordinate;
}

function linesOf(sdl: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const add = (coordinate: string, node: { readonly name: NameNode }) => {
    const line = node.name.loc?.startToken.line;
    if (line !== undefined && !lines.has(coordinate)) lines.set(coordinate, line);
  };
  for (const definition of parse(sdl).definitions) {
    if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue;
    const type = definition.name.value;
    add(type, definition);
    for (const field of "fields" in definition ? (definition.fields ?? []) : []) {
      add(`${type}.${field.name.value}`, field);
    }
    for (const value of "values" in definition ? (definition.values ?? []) : []) {
      add(`${type}.${value.name.value}`, value);
    }
  }
  return lines;
}
