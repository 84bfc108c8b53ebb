import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { listFiles, listTexts } from "./tree.ts";

const texts = listTexts();
const code = texts.filter(({ path }) => /\.(ts|tsx|js|mjs|cjs)$/.test(path));

const LONGEST = 300;
// A file may be longer only with a reason here; so far none needs to be.
const MAY_BE_LONGER: string[] = [];

describe("a source file", () => {
  test("has at most 300 lines", () => {
    const long = code
      .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
      .filter(({ path, lines }) => lines > LONGEST && !MAY_BE_LONGER.includes(path));
    expect(long).toEqual([]);
  });

  // One line may be excused from one rule, with its reason after the two dashes.
  test("is not excused from a whole lint rule", () => {
    const excused = code.filter(({ text }) => /\beslint-disable(?!-next-line \S+ -- \S)\b/.test(text));
    expect(excused.map(({ path }) => path)).toEqual([]);
  });

  test("does not look away from a type error", () => {
    expect(linesWith(code, /@ts-(ignore|nocheck|expect-error)/)).toEqual([]);
  });
});

describe("a path", () => {
  test("names what is there, never a junk drawer", () => {
    const junk = listFiles().filter((path) => /(^|[/.-])(utils?|helpers?|common|misc)([/.-]|$)/.test(path));
    expect(junk).toEqual([]);
  });

  test("is kebab-case", () => {
    const isKebab = /^\.?[a-z0-9]+([.-][a-z0-9]+)*$/;
    // The spelling of these is fixed by the tools and habits that look for them.
    const isFixed = /^(?:[A-Z]+(?:\.zh-CN)?(?:\.md)?|_journal\.json)$/;
    const isMigration = /^\d{4}_[a-z0-9_]+\.sql$/;
    const odd = listFiles().filter((path) =>
      path.split("/").some((part) => ![isKebab, isFixed, isMigration].some((rule) => rule.test(part))),
    );
    expect(odd).toEqual([]);
  });
});

describe("a file of code", () => {
  // Entries of a folder, whose names others look for.
  const ENTRY = /^(?:index|main)\./;
  const files = listFiles().filter((path) =>
    /^(?:router|hub|schema|seed|cli|subgraphs|web)\/.*\.(?:tsx?|mjs)$/.test(path),
  );

  test("has not the name of one in the folder above", () => {
    const stems = new Set(files.map(stemOf));
    const twice = files.filter((path) => {
      const above = stemOf(path).replace(/[^/]+\/([^/]+)$/, "$1");
      return !ENTRY.test(posix.basename(path)) && stems.has(above);
    });
    expect(files.length).toBeGreaterThan(0);
    expect(twice).toEqual([]);
  });
});

const stemOf = (path: string): string => path.replace(/\.\w+$/, "");

describe("a text file", () => {
  test("names no place on somebody's machine", () => {
    expect(linesWith(texts, /(?:^|[\s"'`(=:])(?:\/(?:home|root|Users|work|mnt)\/|[A-Z]:\\\\?Users)/)).toEqual([]);
  });

  test("names no package registry", () => {
    expect(linesWith(texts, /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\.|\bnpm\.pkg\.github\./)).toEqual([]);
  });

  // ESLint reads the comments of TypeScript and of departments' SDL; this is for everything else.
  test("has no FIXME, and each TODO has the number of its issue", () => {
    const others = texts.filter(({ path }) => !/\.(ts|js|mjs|cjs|md)$/.test(path) && path !== "package-lock.json");
    expect(linesWith(others, /\bFIXME\b|\bTODO\b(?!\(#\d+\): )/)).toEqual([]);
  });

  test("ends its last line", () => {
    const unended = texts.filter(
      ({ path, text }) => path !== "schema/supergraph.graphql" && text !== "" && !text.endsWith("\n"),
    );
    expect(unended.map(({ path }) => path)).toEqual([]);
  });
});

describe("a test", () => {
  test("is neither alone nor left out", () => {
    const tests = texts.filter(({ path }) => path.startsWith("test/") && path.endsWith(".ts"));
    expect(tests.length).toBeGreaterThan(0);
    expect(linesWith(tests, /\b(?:test|it|describe|suite)\.(?:\w+\.)*(?:only|skip|todo|fails)\b/)).toEqual([]);
  });
});

function linesWith(files: typeof texts, pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}
