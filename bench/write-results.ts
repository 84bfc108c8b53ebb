import { readFile, writeFile } from "node:fs/promises";
import { type Section, withSections } from "./page.ts";
import { STARTS_TITLE } from "./starts.ts";
import { TESTS_TITLE } from "./tests.ts";
import { allWorkloads } from "./workloads/workloads.ts";

const RESULTS = new URL("./results.md", import.meta.url);
/** Of the parts of the results, in their order. */
const TITLES = [...allWorkloads.map(({ title }) => title), STARTS_TITLE, TESTS_TITLE];

/** At once, so that what is measured stays when the rest is interrupted. */
export async function writeResults(section: Section): Promise<void> {
  const page = await readFile(RESULTS, "utf8").catch(() => "");
  await writeFile(RESULTS, withSections(page, [section], TITLES));
}
