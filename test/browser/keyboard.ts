import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import type { Stand } from "../support/browser/stand.ts";
import { PATIENCE_MS } from "../support/browser/tab.ts";
import { visiting } from "../support/browser/visiting.ts";
import { personShown, PURPOSE, signInAs } from "../support/browser/visitor.ts";

const { guoJun } = demoResidents;
const MOST_STOPS = 60;

/** What has the focus: its words, and whether one sees that it has it, on itself or on what is drawn around it. */
interface Focus {
  readonly name: string;
  readonly role: string;
  readonly isSeen: boolean;
}

const READ_FOCUS = `(() => {
  const focused = document.activeElement;
  const isDrawn = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  };
  const around = [focused, focused.parentElement, focused.parentElement?.parentElement];
  return {
    name: focused.getAttribute("aria-label") ?? focused.innerText ?? "",
    role: focused === document.body ? "body" : focused.tagName.toLowerCase() + (focused.type ? ":" + focused.type : ""),
    isSeen: around.some((element) => element && element !== document.body && isDrawn(element)),
  };
})()`;

const focusOn = (page: Page) => page.evaluate<Focus>(READ_FOCUS);

/** Presses a key until the wanted element has the focus. */
async function go(page: Page, key: string, isThere: (focus: Focus) => boolean): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    if (isThere(await focusOn(page))) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never led there`);
}

export function keyboardChapter(stand: () => Stand): void {
  test("signs in, looks a resident up and goes through the departments", () =>
    visiting(stand(), async ({ page }) => {
      await page.goto("/");
      const settings = (await page.request.get("/auth/settings").then((answer) => answer.json())) as {
        demo: { password: string };
      };
      await page.getByLabel("账号", { exact: true }).waitFor();
      await page.keyboard.type("wangjia");
      await page.keyboard.press("Tab");
      await page.keyboard.type(settings.demo.password);
      await page.keyboard.press("Enter");
      await page.getByRole("searchbox").waitFor();
      // A card may be read at once.
      await expect.poll(async () => (await focusOn(page)).role, { timeout: PATIENCE_MS }).toBe("input:search");
      await go(page, "Shift+Tab", ({ role }) => role === "input:radio");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
      await page.getByLabel(/^履职事由/).waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.type(PURPOSE);
      await go(page, "Tab", ({ role }) => role === "input:search");
      await page.keyboard.type(guoJun.idNumber);
      await page.keyboard.press("Enter");
      await personShown(page, guoJun.name);
      await go(page, "Tab", ({ name, role }) => role !== "body" && name.trim() === "医疗保险");
      await page.keyboard.press("Enter");
      await expect.poll(async () => (await focusOn(page)).role, { timeout: PATIENCE_MS }).toBe("h2");
      expect((await focusOn(page)).name).toBe("医疗保险");
    }));

  test("sees at every stop of a page where it is, and gets round it", () =>
    visiting(stand(), async ({ page }) => {
      await page.goto("/sign-in");
      await page.getByRole("button", { name: /\bwangjia\b/ }).waitFor();
      const stops: Focus[] = [];
      for (let stop = 0; stop < MOST_STOPS; stop++) {
        await page.keyboard.press("Tab");
        const focus = await focusOn(page);
        if (focus.role === "body") break;
        stops.push(focus);
      }
      expect(stops.length).toBeGreaterThan(10);
      expect(stops.length).toBeLessThan(MOST_STOPS);
      expect(stops.filter(({ isSeen }) => !isSeen)).toEqual([]);
    }));

  test("reads a card wherever the focus is", () =>
    visiting(stand(), async ({ page }) => {
      await page.goto("/sign-in");
      await page.getByRole("button", { name: /\bwangjia\b/ }).click();
      await page.getByRole("searchbox").waitFor();
      await page.getByText("履职", { exact: true }).click();
      await page.getByLabel(/^履职事由/).fill(PURPOSE);
      await page.getByRole("button", { name: "English" }).focus();
      await page.keyboard.type(guoJun.idNumber);
      await page.keyboard.press("Enter");
      await personShown(page, guoJun.name);
    }));

  test("reads a card while somebody writes the purpose, and leaves no trace of it there", () =>
    visiting(stand(), async ({ page }) => {
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.headers()["x-purpose"] ?? ""));
      await signInAs(page, "wangjia");
      await page.getByText("履职", { exact: true }).click();
      const purpose = page.getByLabel(/^履职事由/);
      await purpose.fill(PURPOSE);
      await purpose.focus();
      await page.keyboard.type(guoJun.idNumber);
      await page.keyboard.press("Enter");
      await personShown(page, guoJun.name);
      expect(await purpose.inputValue()).toBe(PURPOSE);
      expect(asked.filter((header) => header.includes(guoJun.idNumber))).toEqual([]);
      expect(asked.filter((header) => header.startsWith("duty:")).length).toBeGreaterThan(0);
    }));

  test("reads a card right after an item was chosen, and in place of what was mistyped", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await page.getByRole("searchbox").waitFor();
      await page.keyboard.type("3299");
      await page.keyboard.press("Enter");
      await page.getByText(/身份证号应为 18 位，现为 4 位/).waitFor();
      // A card before an item: it waits in the search field, and the focus is where the item is chosen.
      await page.keyboard.type(guoJun.idNumber);
      await page.keyboard.press("Enter");
      await page.getByText("请先填写查询事由。").waitFor();
      expect(await page.getByRole("searchbox").inputValue()).toBe(guoJun.idNumber);
      expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe("combobox");
      await page.keyboard.press("ArrowDown");
      await page.getByRole("option").first().waitFor();
      await page.keyboard.press("Enter");
      // Once it is chosen, typing goes on in the search field.
      await expect.poll(async () => (await focusOn(page)).role, { timeout: PATIENCE_MS }).toBe("input:search");
      const chosen = await page.getByRole("combobox").inputValue();
      expect(chosen).not.toBe("");
      await page.getByRole("combobox").focus();
      await page.keyboard.type(guoJun.idNumber);
      await page.keyboard.press("Enter");
      await expect
        .poll(() => page.getByRole("heading", { level: 1 }).allInnerTexts(), { timeout: PATIENCE_MS })
        .not.toEqual(["居民查询"]);
      expect(await page.getByRole("combobox").inputValue()).toBe(chosen);
    }));
}
