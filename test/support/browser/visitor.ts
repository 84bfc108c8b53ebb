import type { Page } from "playwright-core";

export const PURPOSE = "为本辖区居民办理医疗保险业务";

/** Signs in with one key, as demo accounts may. */
export async function signInAs(page: Page, username: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(`\\b${username}\\b`) }).click();
  await page.getByRole("button", { name: /^(退出|Sign out)$/ }).waitFor();
}

export async function givePurpose(page: Page, text = PURPOSE): Promise<void> {
  await page.getByText("履职", { exact: true }).click();
  await page.getByLabel(/^履职事由/).fill(text);
}

/** Types a number as a card reader does, and waits for the person. */
export async function lookUp(page: Page, idNumber: string, name: string): Promise<void> {
  await page.getByRole("searchbox").fill(idNumber);
  await page.keyboard.press("Enter");
  await personShown(page, name);
}

/** The page of this person, with every department's answer on it. */
export async function personShown(page: Page, name: string): Promise<void> {
  await page.getByRole("heading", { name, exact: true }).waitFor();
  await page.locator("article.resident[aria-busy=false]").waitFor();
}

/** What stands on the page, without the space between. */
export async function textOf(page: Page, selector = "main"): Promise<string> {
  return (await page.locator(selector).innerText()).replaceAll(/\s+/g, " ");
}

/** The text of one department's part of a resident's page. */
export async function sectionOf(page: Page, title: string): Promise<string> {
  return (await page.getByRole("region", { name: title, exact: true }).innerText()).replaceAll(/\s+/g, " ");
}

export async function languageOf(page: Page): Promise<string> {
  return (await page.locator("html").getAttribute("lang")) ?? "";
}

/** To the other one; gives which that is. */
export async function changeLanguage(page: Page): Promise<string> {
  const other = (await languageOf(page)) === "en" ? "zh-CN" : "en";
  await page.getByRole("button", { name: /^(English|中文)$/ }).click();
  await page.locator(`html[lang="${other}"]`).waitFor({ state: "attached" });
  return other;
}
