import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

const INITIAL_KB = 380;
// The explorer is a page of its own, for those who write operations.
const ENTRY = "app";

/** Fails a build whose first page needs more than the budget of script: counters have old machines and slow lines. */
export function sizeBudget(): Plugin {
  return {
    name: "size-budget",
    generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((file) => (file.type === "chunk" ? [[file.fileName, file]] : [])),
      );
      const entry = [...chunks.values()].find((chunk) => chunk.isEntry && chunk.name === ENTRY);
      if (entry === undefined) throw new Error(`The build has no entry called ${ENTRY}.`);
      const initial = staticallyNeeded(entry, chunks);
      const bytes = initial.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
      const kilobytes = Math.ceil(bytes / 1000);
      this.info(`first page: ${kilobytes} kB of script (gzip) in ${initial.length} files; ${INITIAL_KB} are allowed`);
      if (kilobytes > INITIAL_KB)
        this.error(`The first page needs ${kilobytes} kB of script; ${INITIAL_KB} are allowed.`);
    },
  };
}

/** A chunk and whatever it imports, without what is loaded later. */
function staticallyNeeded(
  entry: Rolldown.OutputChunk,
  chunks: ReadonlyMap<string, Rolldown.OutputChunk>,
): Rolldown.OutputChunk[] {
  const needed = new Set([entry]);
  for (const chunk of needed) {
    for (const name of chunk.imports) {
      const imported = chunks.get(name);
      if (imported !== undefined) needed.add(imported);
    }
  }
  return [...needed];
}
