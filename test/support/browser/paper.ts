import type { Page } from "playwright-core";
import { extractText, getDocumentProxy } from "unpdf";

/** The text of each sheet that printing the page gives, without the space between. */
export async function printed(page: Page): Promise<string[]> {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text.map((sheet) => sheet.normalize("NFKC").replaceAll(/\s+/g, ""));
}
