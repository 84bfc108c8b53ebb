import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { accessibilityFaults } from "../support/browser/accessible.ts";
import { setWidth, sidewaysFaults, WIDTHS } from "../support/browser/layout.ts";
import type { Stand } from "../support/browser/stand.ts";
import { PATIENCE_MS } from "../support/browser/tab.ts";
import { visiting } from "../support/browser/visiting.ts";
import { PURPOSE } from "../support/browser/visitor.ts";

const { guoJun } = demoResidents;

export function explorerChapter(stand: () => Stand): void {
  test("is behind the sign-in, and asks as whoever is signed in", () =>
    visiting(stand(), async ({ page }) => {
      await page.goto("/explorer");
      await page.getByRole("button", { name: /\bwangjia\b/ }).click();
      await editorReady(page);
      await page.keyboard.press("Control+Enter");
      await answered(page, "王佳");
      await viewAs(page, "yibao");
      expect(await answerOf(page)).not.toContain("王佳");
      await page.keyboard.press("Control+Enter");
      await answered(page, "无锡医保经办");
    }));

  test("shows as much of the schema as the role may see", () =>
    visiting(stand(), async ({ page }) => {
      const types = `{ people: __type(name: "Resident") { name } staff: __type(name: "AccountConnection") { name } }`;
      await page.goto("/explorer");
      await page.getByRole("button", { name: /\bwangjia\b/ }).click();
      await editorReady(page);
      await ask(page, types);
      await answered(page, '"name": "Resident"');
      expect(await answerOf(page)).toContain('"staff": null');
      await viewAs(page, "guanli");
      await ask(page, types);
      await answered(page, '"name": "AccountConnection"');
      expect(await answerOf(page)).toContain('"people": null');
    }));

  test("carries the purpose that stands in its bar", () =>
    visiting(stand(), async ({ page }) => {
      await page.goto("/explorer");
      await page.getByRole("button", { name: /\bwangjia\b/ }).click();
      await editorReady(page);
      await ask(page, `{ resident(id: "${guoJun.residentId}") { name } }`);
      await answered(page, "PURPOSE_REQUIRED");
      await page.getByLabel("查询事由").selectOption("duty");
      await page.getByLabel("事由内容").fill(PURPOSE);
      await page.getByRole("button", { name: /execute query/i }).click();
      await answered(page, guoJun.name);
    }));

  test("leaves nothing in the browser, and can be used by everybody in both languages", () =>
    visiting(stand(), async ({ page }) => {
      await page.goto("/explorer");
      await page.getByRole("button", { name: /\bwangjia\b/ }).click();
      await editorReady(page);
      await ask(page, `{ resident(id: "${guoJun.residentId}") { name } }`);
      await answered(page, "PURPOSE_REQUIRED");
      expect(await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")).not.toContain(
        "resident",
      );
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: /Documentation Explorer/ }).click();
      await page.getByText("Root Types").waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      for (const dialog of [/short keys dialog/i, /settings dialog/i]) {
        await page.getByRole("button", { name: dialog }).click();
        await page.getByRole("dialog").waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
        await page.keyboard.press("Escape");
      }
      await page.getByRole("button", { name: "English" }).click();
      await page.getByRole("heading", { name: "GraphQL explorer" }).waitFor();
      for (const width of WIDTHS) {
        await setWidth(page, width);
        // The editor takes a moment to lay itself out after a change of width.
        await expect.poll(() => sidewaysFaults(page)).toEqual([]);
        expect([width, ...(await sidewaysFaults(page)), ...(await accessibilityFaults(page))]).toEqual([width]);
      }
    }));
}

/** The editor of this viewer is drawn, and its schema has come. */
async function editorReady(page: Page): Promise<void> {
  await page.locator(".graphiql-query-editor .view-line").first().click();
  await page.locator(".graphiql-container .graphiql-execute-button").waitFor();
}

async function viewAs(page: Page, username: string): Promise<void> {
  const chooser = page.getByLabel("以此演示账号查看");
  await chooser.selectOption(username);
  // Its value is who is signed in: it goes back until they are.
  const viewer = async () => (await chooser.isEnabled()) && (await chooser.inputValue());
  await expect.poll(viewer, { timeout: PATIENCE_MS }).toBe(username);
  await editorReady(page);
}

/** Pastes over what is in the editor, which closes each bracket that is typed by itself, and runs it once it stands there. */
async function ask(page: Page, query: string): Promise<void> {
  const lines = page.locator(".graphiql-query-editor .view-lines");
  const pasted = async () => {
    await page.locator(".graphiql-query-editor .view-line").first().click();
    await page.keyboard.press("Control+A");
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", ${JSON.stringify(query)});
      const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
      document.activeElement.dispatchEvent(paste);
    })()`);
    return (await lines.innerText()).replaceAll(/\s/g, "");
  };
  // A busy machine draws the editor anew when its schema comes, and what was pasted before is gone.
  await expect.poll(pasted, { timeout: PATIENCE_MS, interval: 500 }).toBe(query.replaceAll(/\s/g, ""));
  await page.keyboard.press("Control+Enter");
}

async function answered(page: Page, text: string): Promise<void> {
  await expect.poll(() => answerOf(page), { timeout: PATIENCE_MS }).toContain(text);
}

async function answerOf(page: Page): Promise<string> {
  return (await page.locator(".graphiql-response").innerText()).replaceAll("\u00a0", " ");
}
