import { describe, expect, test } from "vitest";
import { ignoredBy, listFiles, listTexts } from "./tree.ts";

describe("the files of the repository", () => {
  test("are found, without what is installed or made", () => {
    const files = listFiles();
    expect(files).toContain("package.json");
    expect(files).toContain(".ci/run");
    expect(files.filter((path) => path.includes("node_modules/"))).toEqual([]);
    expect(listTexts().length).toBeGreaterThan(50);
  });

  test.each([
    ["node_modules/", "node_modules", true, true],
    ["node_modules/", "bench/node_modules", true, true],
    ["dist/", "dist", false, false],
    ["*.log", "test/run.log", false, true],
    ["*.log", "logs", true, false],
    [".env", ".env", false, true],
    [".env", ".env.example", false, false],
    ["/build", "web/build", true, false],
    ["web/dist/", "web/dist", true, true],
  ])("%j on %s (folder: %s): %s", (rule, path, isFolder, expected) => {
    expect(ignoredBy(`# kept out\n\n${rule}\n`)(path, isFolder)).toBe(expected);
  });

  test("refuse an ignore rule that would be read wrongly", () => {
    expect(() => ignoredBy("!kept.log")).toThrow("!kept.log");
  });
});
