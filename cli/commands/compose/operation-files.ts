import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rootUrl } from "../../../hub/installed-files.ts";
import { FRAGMENTS, OPERATIONS } from "../../../hub/published-operations.ts";

/** One file of schema/operations/, in the form it is published in: with every fragment it uses. */
export interface OperationFile {
  readonly name: string;
  readonly text: string;
}

/** What several operations ask for alike is written once, in a fragment with a file of its own. */
export function readOperationFiles(): OperationFile[] {
  const fragments = new Map(readFolder(FRAGMENTS).map(({ name, text }) => [name, text]));
  return readFolder(OPERATIONS).map(({ name, text }) => ({ name, text: withFragments(text, fragments) }));
}

/** `ResidentAtCounter` is in `resident-at-counter.graphql`. */
export function fileNameOf(definition: string): string {
  return `${definition.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.graphql`;
}

/** The operation, and below it the fragments in the order they are first named in. */
export function withFragments(operation: string, fragments: ReadonlyMap<string, string>): string {
  const texts = new Set([operation]);
  const add = (text: string): void => {
    for (const [, name = ""] of text.matchAll(/\.\.\.\s*(?!on\b)([A-Za-z_]\w*)/g)) {
      const fragment = fragments.get(fileNameOf(name));
      if (fragment === undefined || texts.has(fragment)) continue;
      texts.add(fragment);
      add(fragment);
    }
  };
  add(operation);
  return [...texts].join("\n");
}

function readFolder(folder: string): OperationFile[] {
  const path = fileURLToPath(rootUrl(folder));
  const names = readdirSync(path).filter((name) => name.endsWith(".graphql"));
  return names.sort().map((name) => ({ name, text: readFileSync(join(path, name), "utf8") }));
}
