import { describe, expect, test } from "vitest";
import { listTexts } from "./tree.ts";

/** Code of the product. Migrations are left out, since they are never edited, and so is what is generated. */
const CODE = /^(?:router|hub|schema|seed|cli|subgraphs|web|bench)\/(?!generated\/).*\.(?:tsx?|mjs|cjs|css|html)$/;
/** Written by hand: what is generated of it holds all of it again. */
const SDL = /^(?:subgraphs|schema\/operations)\/.*\.graphql$/;
const MOST_EQUAL_LINES = 20;

interface Line {
  readonly text: string;
  readonly number: number;
}

/** The lines that say something: imports, comments, lone brackets and indentation make no two files alike. */
function linesOf(text: string): Line[] {
  return text
    .split("\n")
    .map((line, at) => ({ text: line.trim(), number: at + 1 }))
    .filter(({ text: line }) => /[a-z0-9]/i.test(line) && !/^(?:import\b|\/\/|\/\*|\*|#|extend schema\b)/.test(line));
}

/** Each place where more lines are the same as elsewhere than may be. */
function findCopies(files: readonly { path: string; text: string }[]): string[] {
  const seen = new Map<string, string>();
  const found: string[] = [];
  for (const { path, text } of files) {
    const lines = linesOf(text);
    let toldUpTo = 0;
    for (let at = 0; at + MOST_EQUAL_LINES < lines.length; at += 1) {
      const run = lines.slice(at, at + MOST_EQUAL_LINES + 1);
      const key = run.map((line) => line.text).join("\n");
      const place = `${path}:${run[0]?.number ?? 0}`;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, place);
      else if (at >= toldUpTo) {
        found.push(`${place} is like ${first}`);
        toldUpTo = at + run.length;
      }
    }
  }
  return found;
}

const texts = listTexts();
const files = texts.filter(({ path }) => CODE.test(path));
const contracts = texts.filter(({ path }) => SDL.test(path));

describe("product files", () => {
  test(`share no more than ${MOST_EQUAL_LINES} lines one after the other`, () => {
    expect(files.length).toBeGreaterThan(500);
    expect(findCopies(files)).toEqual([]);
  });

  test("share no more in SDL and operations either", () => {
    expect(contracts.length).toBeGreaterThan(40);
    expect(findCopies(contracts)).toEqual([]);
  });

  test("would be caught sharing them, whatever stands around and between", () => {
    const lines = Array.from({ length: MOST_EQUAL_LINES + 1 }, (_, at) => `const value${at} = ${at};`);
    const one = { path: "one.ts", text: `// a comment\n${lines.join("\n")}\nexport { value0 };\n` };
    const other = { path: "other.ts", text: `import "x";\n\n${lines.map((line) => `  ${line}`).join("\n\n")}\n` };
    expect(findCopies([one, other])).toEqual(["other.ts:3 is like one.ts:2"]);
    const shorter = { path: "shorter.ts", text: lines.slice(1).join("\n") };
    expect(findCopies([one, shorter])).toEqual([]);
  });
});
