// The packages that our sources import, with what they import in turn: one file for a hundred, and only what is used of them.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { packagesOf } from "./sources.mjs";

/** Which installed packages a folder holds, and which parts of them. */
export function packagesKey(root, imports) {
  const used = [...imports].map(([file, { specifier, names }]) => [file, specifier, ...[...names].sort()].join(" "));
  const hash = createHash("sha256").update([root, packagesOf(root), builderOf(), ...used].join("\n"));
  return hash.digest("hex").slice(0, 32);
}

/** Writes a file for each specifier into the folder, and the chunks they share. */
export async function bundlePackages(root, imports, folder) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...imports].map(([file, { specifier }]) => ({ in: `used:${specifier}`, out: basename(file, ".js") })),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    minifyWhitespace: true,

    metafile: true,
    logLevel: "silent",
    legalComments: "external",
    banner: { js: requireOf(root) },
    plugins: [{ name: "used", setup: (builder) => offerUsed(builder, root, imports) }],
  });
  writeFileSync(join(folder, "contents.json"), JSON.stringify(contentsOf(metafile)));
}

/** Which packages lie in which file: from it one can tell what a process has loaded. */
function contentsOf({ outputs }) {
  const files = Object.entries(outputs).filter(([path]) => path.endsWith(".js"));
  return Object.fromEntries(
    files.map(([path, { inputs }]) => {
      const names = Object.keys(inputs).flatMap((input) => {
        const [scope, name] = input.includes("node_modules/") ? input.split("node_modules/").pop().split("/") : [];
        return scope === undefined ? [] : [scope.startsWith("@") ? `${scope}/${name}` : scope];
      });
      return [basename(path), [...new Set(names)]];
    }),
  );
}

/** What packages require of Node itself. */
function requireOf(root) {
  const from = JSON.stringify(pathToFileURL(join(root, "package.json")).href);
  return `import{createRequire as __createRequire}from"node:module";const require=__createRequire(${from});`;
}

function offerUsed(builder, root, imports) {
  const used = new Map([...imports.values()].map(({ specifier, names }) => [specifier, [...names]]));
  builder.onResolve({ filter: /^used:/ }, ({ path }) => ({
    path: `${path.slice("used:".length)}.mjs`,
    namespace: "used",
  }));
  builder.onLoad({ filter: /.*/, namespace: "used" }, ({ path }) => {
    const specifier = path.slice(0, -".mjs".length);
    return {
      contents: `export { ${used.get(specifier).join(", ")} } from "${specifier}";`,
      resolveDir: root,
      loader: "js",
    };
  });
  // Packages ask for it in two forms, and types of the one are refused by the other.
  builder.onResolve({ filter: /^graphql(\/|$)/ }, async ({ path, resolveDir, kind, pluginData }) => {
    if (pluginData === ONCE) return undefined;
    const found = await builder.resolve(path, { resolveDir, kind, pluginData: ONCE });
    const module = found.path.replace(/\.js$/, ".mjs");
    return existsSync(module) ? { ...found, path: module } : found;
  });
}

const ONCE = Symbol("resolved once");

/** The same packages built another way are other files. */
function builderOf() {
  return readFileSync(new URL(import.meta.url), "utf8");
}
