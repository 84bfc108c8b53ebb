import { describe, expect, test } from "vitest";
import { hasFile, readText } from "./tree.ts";

interface Package {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides?: Record<string, unknown>;
}

interface Locked extends Partial<Package> {
  resolved?: string;
  integrity?: string;
  inBundle?: boolean;
  optionalDependencies?: Record<string, string>;
}

const description = JSON.parse(readText("package.json")) as Package;
const dependencies = { ...description.dependencies, ...description.devDependencies };

describe("a command", () => {
  // npm's own, which need no script.
  const BUILT_IN = ["ci", "install", "i", "pack", "view", "outdated"];

  test.each(["README.md", "CONTRIBUTING.md", "AGENTS.md"])("that %s names is in package.json", (path) => {
    const named = [...codeIn(readText(path)).matchAll(/\bnpm (run )?([a-z][\w:-]*)/g)].map((match) => match[2] ?? "");
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !(name in description.scripts) && !BUILT_IN.includes(name))).toEqual([]);
  });

  test("npm test is how README.md says to test", () => {
    expect(readText("README.md")).toContain("npm test");
  });

  test("npm run check runs every check", () => {
    const checks = Object.keys(description.scripts).filter((name) => name.startsWith("check:"));
    expect(description.scripts["check"]?.split(" && ")).toEqual(checks.map((name) => `npm run ${name}`));
  });

  test.each(["web"])("check:types reads %s/, which the root tsconfig.json leaves out", (folder) => {
    if (hasFile(folder)) expect(description.scripts["check:types"]).toContain(`tsc -p ${folder}`);
  });
});

describe("a dependency", () => {
  const explained = readText("docs/dependencies.md");

  test("has a sentence in docs/dependencies.md", () => {
    const silent = Object.keys(dependencies).filter((name) => !new RegExp(`^- \`${name}\`: .+`, "m").test(explained));
    expect(silent).toEqual([]);
  });

  test("is no longer explained once it is gone", () => {
    const names = [...explained.matchAll(/^- `([^`]+)`: /gm)].map((match) => match[1] ?? "");
    const current = [...Object.keys(dependencies), ...Object.keys(description.overrides ?? {})];
    expect(names.filter((name) => !current.includes(name))).toEqual([]);
  });

  test("is pinned to one version", () => {
    const loose = Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  test("that is overridden has its reason in docs/dependencies.md", () => {
    const overrides = Object.keys(description.overrides ?? {});
    const section = explained.split(/^## Overrides$/m)[1] ?? "";
    expect(overrides.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("package-lock.json", () => {
  const { packages } = JSON.parse(readText("package-lock.json")) as { packages: Record<string, Locked> };
  const installed = Object.entries(packages).filter(([path]) => path !== "");

  test("says what to install and not from where", () => {
    expect(installed.length).toBeGreaterThan(0);
    expect(installed.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
    expect(installed.filter(([, entry]) => entry.integrity === undefined && entry.inBundle !== true)).toEqual([]);
  });

  test("agrees with package.json", () => {
    expect(packages[""]?.dependencies).toEqual(description.dependencies);
    expect(packages[""]?.devDependencies).toEqual(description.devDependencies);
  });

  // npm forgets builds for other platforms when it cannot fetch them, and `npm ci` then refuses the lock everywhere.
  test("has an entry for whatever a package asks for, on every platform", () => {
    const known = new Set(
      installed.map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)),
    );
    const missing = installed.flatMap(([path, entry]) =>
      Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
        .filter((name) => !known.has(name))
        .map((name) => `${path} asks for ${name}`),
    );
    expect(missing).toEqual([]);
  });
});

/** The commands of a page, without its prose: "Node and npm are enough" is none. */
function codeIn(markdown: string): string {
  return (markdown.match(/```[^]*?```|`[^`\n]+`/g) ?? []).join("\n");
}
