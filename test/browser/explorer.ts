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
      await page.getByRole("button", { name: "运行" }).click();
      await answered(page, guoJun.name);
    }));

  test("helps to write: completes, tells what is wrong, lays out and leads to the documentation", () =>
    visiting(stand(), async ({ page }) => {
      await page.goto("/explorer");
      await page.getByRole("button", { name: /\bwangjia\b/ }).click();
      await page.getByRole("button", { name: "模式文档" }).click();
      await page.getByRole("heading", { name: "根类型" }).waitFor();
      await paste(page, "{ me { displayNam } }");
      await page.locator(".cm-lintRange-error").waitFor();
      for (const key of ["ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft"]) await page.keyboard.press(key);
      await page.keyboard.press("Control+Space");
      // Not by Enter: the editor takes one that comes with the list for a new line.
      await page.getByRole("option", { name: /displayName/ }).click();
      await expect.poll(() => editorOf(page).innerText()).toContain("displayName");
      await page.getByRole("button", { name: "整理格式" }).click();
      await expect.poll(() => editorOf(page).innerText()).toContain("{\n  me {\n    displayName");
      await page.getByLabel("查找类型和字段").fill("Resident.idNumber");
      await page.getByRole("button", { name: "Resident.idNumber", exact: true }).click();
      await page.getByRole("heading", { name: "Resident", exact: true }).waitFor();
      await page.getByText("Owner: Population").first().waitFor();
    }));

  test("says when variables are none, and gives those that are", () =>
    visiting(stand(), async ({ page }) => {
      await page.goto("/explorer");
      await page.getByRole("button", { name: /\bwangjia\b/ }).click();
      await paste(page, "query ($name: String!) { __type(name: $name) { kind } }");
      const variables = page.getByRole("textbox", { name: "变量" });
      await variables.fill("{ name");
      await page.getByRole("button", { name: "运行" }).click();
      await answered(page, "变量不是 JSON 对象");
      await variables.fill('{"name":"Resident"}');
      await page.getByRole("button", { name: "运行" }).click();
      await answered(page, "OBJECT");
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
      await page.getByRole("button", { name: "模式文档" }).click();
      await page.getByRole("heading", { name: "根类型" }).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
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

const editorOf = (page: Page) => page.getByRole("textbox", { name: /^(操作|Operation)$/ });

/** The editor of this viewer is drawn. */
async function editorReady(page: Page): Promise<void> {
  await editorOf(page).click();
}

async function viewAs(page: Page, username: string): Promise<void> {
  const chooser = page.getByLabel("以此演示账号查看");
  await chooser.selectOption(username);
  // Its value is who is signed in: it goes back until they are.
  const viewer = async () => (await chooser.isEnabled()) && (await chooser.inputValue());
  await expect.poll(viewer, { timeout: PATIENCE_MS }).toBe(username);
  await editorReady(page);
}

/** Pastes over what is in the editor, which closes each bracket that is typed by itself, and runs it. */
async function ask(page: Page, query: string): Promise<void> {
  await paste(page, query);
  await page.keyboard.press("Control+Enter");
}

async function paste(page: Page, text: string): Promise<void> {
  await editorOf(page).click();
  await page.keyboard.press("Control+A");
  await page.evaluate(`(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", ${JSON.stringify(text)});
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.shadowRoot.activeElement.dispatchEvent(paste);
  })()`);
}

async function answered(page: Page, text: string): Promise<void> {
  await expect.poll(() => answerOf(page), { timeout: PATIENCE_MS }).toContain(text);
}

async function answerOf(page: Page): Promise<string> {
  return page.getByRole("textbox", { name: /^(结果|Answer)$/ }).innerText();
}
