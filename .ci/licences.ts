import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Free for everybody and every use, by their SPDX names. A new one is read and argued for before it stands here. */
const FREE = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "PSF-2.0",
  "Python-2.0",
  "Unlicense",
  // Changes to the package's own files stay open; none are made, and nothing of ours falls under it.
  "MPL-2.0",
  // For data and a font, not for programs: their makers are named where they are passed on.
  "CC-BY-4.0",
  "OFL-1.1",
]);

/** What is not free and taken all the same: under this licence only, and only as a part of these packages. */
const EXCEPTIONS: readonly Exception[] = [
  {
    name: "@apollo/federation-internals",
    licence: "Elastic-2.0",
    partOf: ["@apollo/subgraph"],
    because: "the standard library of subgraphs is built on it; only a department that runs alone loads it",
  },
];

interface Exception {
  readonly name: string;
  readonly licence: string;
  readonly partOf: readonly string[];
  readonly because: string;
}

export interface Package {
  readonly name: string;
  /** Null where it names none in the form of today. */
  readonly licence: string | null;
  readonly needs: readonly string[];
}

interface Described {
  readonly name?: string;
  readonly license?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * Every package that an installation may hold, whatever the platform. What is installed here says itself how it is licensed;
 * of builds for other platforms the lock file does.
 */
export function readPackages(folder: string): Package[] {
  const lockFile = join(folder, "package-lock.json");
  if (!existsSync(lockFile)) return [];
  const { packages } = readJson(lockFile) as { packages: Readonly<Record<string, Described>> };
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, locked]) => {
      const own = join(folder, path, "package.json");
      const { license } = existsSync(own) ? (readJson(own) as Described) : locked;
      return {
        name: locked.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
        licence: typeof license === "string" ? license : null,
        needs: Object.keys({ ...locked.dependencies, ...locked.optionalDependencies, ...locked.peerDependencies }),
      };
    });
}

/** What may not be installed, a sentence each. */
export function faultsOf(packages: readonly Package[], exceptions = EXCEPTIONS): string[] {
  const faults = packages.flatMap(({ name, licence }) => {
    if (licence !== null && isFree(licence)) return [];
    const exception = exceptions.find((one) => one.name === name && one.licence === licence);
    if (exception === undefined)
      return [`${name} is under ${licence ?? "no licence that it names"}, which is not known to be free.`];
    return packages
      .filter(({ name: other, needs }) => needs.includes(name) && !exception.partOf.includes(other))
      .map(
        ({ name: other }) =>
          `${other} needs ${name}, which is not free and excepted for ${exception.partOf.join(", ")} alone.`,
      );
  });
  const unused = exceptions.filter(
    (one) => !packages.some(({ name, licence }) => one.name === name && one.licence === licence),
  );
  return [...faults, ...unused.map(({ name }) => `${name} is excepted and not installed: take the exception out.`)];
}

/** Of a mixture of "and" and "or" nothing is known, and so it is refused. */
function isFree(licence: string): boolean {
  const bare = licence.replace(/^\((.*)\)$/, "$1");
  const [all, any] = [bare.split(" AND "), bare.split(" OR ")];
  if (all.length > 1) return any.length === 1 && all.every((one) => FREE.has(one));
  return any.some((one) => FREE.has(one));
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

function main(): number {
  const packages = readPackages(process.cwd());
  if (packages.length === 0) {
    process.stderr.write("check:licences read no package.\n");
    return 1;
  }
  const counts = new Map<string, number>();
  for (const { licence } of packages) counts.set(licence ?? "none", (counts.get(licence ?? "none") ?? 0) + 1);
  const lines = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([licence, count]) => `${String(count).padStart(5)}  ${licence}`);
  process.stdout.write(`${lines.join("\n")}\n`);
  for (const { name, licence, because } of EXCEPTIONS)
    process.stdout.write(`Excepted: ${name} (${licence}): ${because}.\n`);
  const faults = faultsOf(packages);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  return faults.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main();
