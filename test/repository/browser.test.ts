import { describe, expect, test } from "vitest";
import type { TestModule } from "vitest/node";
import { leavesJourneysOut } from "../../.ci/closing-line.ts";
import { findChromium } from "../support/browser/find-chromium.ts";
import { listFiles, readText } from "./tree.ts";

describe("the tests in a browser", () => {
  const SUITE = "test/browser/browser.test.ts";

  test("are among those npm test runs, each chapter of them", () => {
    const others = ["browser.test.ts", "screenshots.ts"];
    const chapters = listFiles().filter((path) => path.startsWith("test/browser/"));
    const names = chapters.map((path) => path.slice("test/browser/".length)).filter((name) => !others.includes(name));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !readText(SUITE).includes(`from "./${name}"`))).toEqual([]);
    expect(readText("vitest.config.ts")).toContain('include: ["test/**/*.test.ts"]');
  });

  test("take no browser for another: one that is named and not there is a failure", async () => {
    const found = findChromium({ given: "/nowhere/chromium", searchPath: "" });
    await expect(found.next()).rejects.toThrow("CHROMIUM_PATH names /nowhere/chromium, and there is no such program.");
  });

  test.each<[state: string, path: string, isLeftOut: boolean]>([
    ["skipped", "/checkout/test/browser/browser.test.ts", true],
    ["passed", "/checkout/test/browser/browser.test.ts", false],
    ["skipped", "/checkout/test/cli/commands/lint/lint.test.ts", false],
  ])("fail CI when left out: %s in %s: %s", (state, moduleId, isLeftOut) => {
    const module = { moduleId, children: { allTests: () => [{ result: () => ({ state }) }] } };
    expect(leavesJourneysOut([module as unknown as TestModule])).toBe(isLeftOut);
  });
});

describe("the lock file", () => {
  test("asks no package to fetch a browser while it is installed", () => {
    const { packages } = JSON.parse(readText("package-lock.json")) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const fetching = Object.entries(packages).filter(([, entry]) => entry.hasInstallScript === true);
    expect(fetching.filter(([path]) => /playwright|puppeteer|chromium/.test(path))).toEqual([]);
  });
});
