import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const source = readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Nothing on the page, as it is shown now, breaks WCAG 2.2 AA as far as axe can tell. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations, passes } = await runAxe(page);
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
  );
  expect(found, where).toEqual([]);
  // A check that looked at nothing has not passed.
  expect(passes, where).toBeGreaterThan(5);
}

async function runAxe(page: Page): Promise<{ violations: AxeResults["violations"]; passes: number }> {
  await page.evaluate(await source);
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    const { violations, passes } = await axe.run({ runOnly: { type: "tag", values: tags } });
    return { violations, passes: passes.length };
  }, TAGS);
}
