// Our own sources, as chunks that load what a command uses and nothing else.
import { basename, dirname, join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** Stands for the folder of packages until its name, which depends on what the sources import, is known. */
const PLACEHOLDER = "packages-00000000000000000000000000000000";

const LOADED_WHOLE = "A package is loaded later by a source of its own that imports what is used of it";

/** What is written for a folder of packages, and which names the sources import from which package. */
export async function bundleSources(root, files) {
  const specifiers = new Map();
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(root, "cli/hub.ts")],
    // As deep as it will lie, so that source maps find the way back.
    outdir: join(root, "dist/hub"),
    bundle: true,
    splitting: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20.19",
    sourcemap: "linked",
    sourcesContent: false,
    minifyWhitespace: true,

    logLevel: "silent",
    plugins: [{ name: "sources", setup: (builder) => fromMemory(builder, { root, files, specifiers }) }],
  });
  const chunks = outputFiles.map(({ path, text }) => ({ name: basename(path), text }));
  refuseRenamed(chunks, files);
  return {
    imports: importsOf(chunks, specifiers),
    outputs: (packages) => chunks.map(({ name, text }) => ({ name, text: text.replaceAll(PLACEHOLDER, packages) })),
  };
}

function fromMemory(builder, { root, files, specifiers }) {
  builder.onResolve({ filter: /.*/ }, ({ path, kind, resolveDir }) => {
    if (kind === "entry-point" || path.startsWith("node:")) return undefined;
    if (!path.startsWith(".")) {
      // Which of its names are used could not be told.
      if (kind === "dynamic-import") return { errors: [{ text: LOADED_WHOLE }] };
      const file = `${path.replace(/^@/, "").replaceAll("/", "__")}.js`;
      specifiers.set(file, path);
      return { path: `../${PLACEHOLDER}/${file}`, external: true };
    }
    const imported = join(resolveDir, path);
    if (!files.has(ownPath(root, imported)))
      return { errors: [{ text: `There is no source ${ownPath(root, imported)}` }] };
    // None of our modules is imported for what it does when it is loaded: what takes one name of it takes nothing else.
    return { path: imported, sideEffects: false };
  });
  builder.onLoad({ filter: /.*/ }, ({ path }) => {
    const text = files.get(ownPath(root, path))?.toString("utf8");
    if (text === undefined) return { errors: [{ text: `There is no source ${ownPath(root, path)}` }] };
    // Files that lie beside a source are found from where it lies, not from where it was built to.
    const url = JSON.stringify(pathToFileURL(path).href);
    return { contents: text.replaceAll("import.meta.url", url), loader: "ts", resolveDir: dirname(path) };
  });
}

function ownPath(root, path) {
  return relative(root, path).split(sep).join("/");
}

/** Kinds of errors are told by the names of their classes, and of two with one name the bundler renames one. */
function refuseRenamed(chunks, files) {
  const written = new Set([...files.values()].flatMap((source) => namesOfClasses(source.toString("utf8"))));
  const renamed = chunks.flatMap(({ name, text }) => (name.endsWith(".js") ? namesOfClasses(text) : []));
  const odd = renamed.find((name) => !written.has(name));
  if (odd !== undefined) throw new Error(`more than one class would be called ${odd}: give each a name of its own`);
}

function namesOfClasses(text) {
  // The bundler writes `var Lost=class extends Error{}`.
  return [...text.matchAll(/\bclass (\w+) extends\b|\b(\w+)=class extends\b/g)].map(([, own, given]) => own ?? given);
}

/** Before `from`: a statement begins behind another, which may be a function and end without a semicolon. */
const CLAUSE = /(?:^|[;}\n])import(\{[^{}]*\}| [\w$]+(?: |,\{[^{}]*\}))$/;

/** Without spaces the bundler writes imports one way only: `import a,{b,c as d}from"…";`. */
function importsOf(chunks, specifiers) {
  const imports = new Map([...specifiers].sort().map(([file, specifier]) => [file, { specifier, names: new Set() }]));
  for (const { name, text } of chunks) {
    if (!name.endsWith(".js")) continue;
    const pieces = text.split(`from"../${PLACEHOLDER}/`);
    for (const [index, piece] of pieces.slice(1).entries()) {
      const clause = CLAUSE.exec(pieces[index])?.[1];
      if (clause === undefined) throw new Error("import * takes the whole of a package: import what is used");
      const file = piece.slice(0, piece.indexOf('"'));
      for (const one of namesIn(clause)) imports.get(file).names.add(one);
    }
  }
  return imports;
}

function namesIn(clause) {
  const [before, named = ""] = clause.split(/[{}]/);
  const first = before.replace(",", "").trim();
  const names = named.split(",").map((one) => one.split(" as ")[0]);
  return [...names, first === "" ? "" : "default"].filter((one) => one !== "");
}
