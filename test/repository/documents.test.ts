import { describe, expect, test } from "vitest";
import { listFiles, readText } from "./tree.ts";

const files = listFiles();
const paths = new Set(files.flatMap((file) => [file, ...foldersOf(file)]));
const tops = new Set(files.map((file) => file.split("/")[0]));
const documents = files.filter((file) => /^(?:docs\/(?:how-to\/)?)?[^/]+\.md$/.test(file) && file !== "CHANGELOG.md");

/** Made by a build, or an example of what the reader makes. */
const NOT_THERE = ["web/dist", "subgraphs/fisheries", "subgraphs/libraries", "docs/adr/0007-short-title.md"];

function foldersOf(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

/** What stands between backticks, without a closing slash. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/`([^`\s<>*{}|…]+)`/g)].map(([, name = ""]) => name.replace(/\/$/, ""));

describe.each(documents)("%s", (document) => {
  test("names paths that are there", () => {
    const named = namesIn(readText(document)).filter(
      (name) => name.includes("/") && tops.has(name.split("/")[0] ?? ""),
    );
    // The list of attacks names tests by their path below test/.
    const missing = named.filter((name) => !paths.has(name) && !paths.has(`test/${name}`) && !NOT_THERE.includes(name));
    expect(missing).toEqual([]);
  });
});

describe("docs/architecture.md", () => {
  const text = readText("docs/architecture.md");

  test("names files that are there", () => {
    const present = new Set(files.map((file) => file.split("/").at(-1)));
    const named = namesIn(text).filter((name) => /^[a-z0-9-]+\.(?:ts|graphql|yaml)$/.test(name));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !present.has(name))).toEqual([]);
  });

  test("has one row for each folder of the router, and what a row names is in its folder", () => {
    const rows = [...text.matchAll(/^\|([^|]+)\| `(router\/[a-z]+)\/` \|([^|]+)\|$/gm)];
    const folders = [...paths].filter((path) => /^router\/[a-z]+$/.test(path));
    expect(rows.map(([, , folder]) => folder).sort()).toEqual(folders.sort());
    const missing = rows.flatMap(([, , folder = "", examples = ""]) =>
      namesIn(examples)
        .map((name) => `${folder}/${name}.ts`)
        .filter((path) => !paths.has(path)),
    );
    expect(missing).toEqual([]);
  });
});
