import { describe, expect, test } from "vitest";
import { listFiles, readText } from "./tree.ts";

const decisions = listFiles().filter((path) => path.startsWith("docs/adr/") && path.endsWith(".md"));

test("there are decisions to look at, each with a number of its own", () => {
  expect(decisions.length).toBeGreaterThan(0);
  const odd = decisions.filter((path) => !/^docs\/adr\/\d{4}-[a-z0-9-]+\.md$/.test(path));
  expect(odd).toEqual([]);
  const numbers = decisions.map((path) => path.slice("docs/adr/".length, "docs/adr/0000".length));
  expect(new Set(numbers).size).toBe(numbers.length);
});

describe.each(decisions)("%s", (path) => {
  test("begins with its number and its title", () => {
    const number = path.slice("docs/adr/".length, "docs/adr/0000".length);
    expect(readText(path)).toMatch(new RegExp(`^# ${number} \\S`));
  });

  test("says its status and date, and has the four headings in their order", () => {
    const text = readText(path);
    expect(text).toMatch(/^[-*\s]*Status:?\**:? *(?:proposed|accepted|superseded)/im);
    expect(text).toMatch(/^[-*\s]*Date:?\**:? *\d{4}-\d{2}-\d{2}/im);
    const headings = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(["Context", "Options", "Decision", "Consequences"]);
  });
});
