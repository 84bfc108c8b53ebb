import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { root } from "../repository/tree.ts";

const FOLDER = join(root, "node_modules/.cache/onedoor-tests");

/** Our sources find the files beside them from where they lie, wherever they were built to. */
const fromTheirPlace: Plugin = {
  name: "from-their-place",
  setup: (builder) =>
    builder.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)));
      return { contents, loader: "ts" };
    }),
};

/**
 * One file of JavaScript for a test's own program and our sources that it imports: a process that has to turn each of them
 * from TypeScript by itself takes seconds, and tests start many. Whatever differs by a byte is another file. One that
 * moves has its packages within, and finds everything from where it was moved to.
 */
export async function buildProgram(entry: string, { moves = false } = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20.19",
    ...(moves ? {} : { packages: "external", plugins: [fromTheirPlace] }),
    // Names that errors and classes are told by.
    keepNames: true,
    logLevel: "silent",
  });
  const [{ contents } = { contents: new Uint8Array() }] = outputFiles;
  const name = basename(entry, ".ts");
  const file = join(FOLDER, `${name}-${createHash("sha256").update(contents).digest("hex").slice(0, 16)}.mjs`);
  await mkdir(FOLDER, { recursive: true });
  if ((await stat(file).catch(() => null)) === null) {
    for (const old of await readdir(FOLDER))
      if (old.startsWith(`${name}-`)) await rm(join(FOLDER, old), { force: true });
    const draft = join(FOLDER, `.${name}-${process.pid}`);
    await writeFile(draft, contents);
    await rename(draft, file);
  }
  return file;
}
