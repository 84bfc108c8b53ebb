import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const source = readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** Where the page, as it is shown now, breaks WCAG 2.2 AA as far as axe can tell. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations, passes } = await runAxe(page);
  // A check that looked at nothing has not passed.
  if (passes < 5) return [`axe found only ${passes} rules to look at`];
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id} at ${target.join(" ")}: ${failureSummary}`),
  );
}

async function runAxe(page: Page): Promise<{ violations: AxeResults["violations"]; passes: number }> {
  await page.evaluate(await source);
  return page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    // What a finger hits is off by default: axe leaves it to those who ask for WCAG 2.2.
    const rules = { "target-size": { enabled: true } };
    const { violations, passes } = await axe.run({ runOnly: { type: "tag", values: tags }, rules });
    return { violations, passes: passes.length };
  }, TAGS);
}
