import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { accessibilityFaults } from "../support/browser/accessible.ts";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { signInAs, textOf } from "../support/browser/visitor.ts";

const PHONE = { width: 390, height: 844 };
const NOTE = "老人独居，灶具老化，已提醒家属更换";

/** The page fits, can be used by everybody, and nothing to press is smaller than a thumb. */
async function expectThumbs(page: Page): Promise<void> {
  expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(PHONE.width);
  expect(await accessibilityFaults(page)).toEqual([]);
  const small = await page.locator("main .work :is(button, select, textarea, input:not([type=checkbox]))").all();
  expect(small.length).toBeGreaterThan(0);
  for (const control of small) {
    const box = await control.boundingBox();
    if (box !== null) expect(box.height).toBeGreaterThanOrEqual(44);
  }
}

async function openTasks(page: Page): Promise<void> {
  await signInOnWide(page);
  await page.setViewportSize(PHONE);
  await page.getByRole("heading", { name: "今日任务" }).waitFor();
  await page.getByRole("button", { name: "开始" }).click();
  await page.getByRole("button", { name: "待办" }).waitFor();
  await page.locator(".work-card").first().waitFor();
}

async function signInOnWide(page: Page): Promise<void> {
  await signInAs(page, "wangge");
  await page.waitForURL(/\/tasks$/);
}

export function visitsChapter(stand: () => Stand): void {
  test("a grid worker completes a task by thumb", () =>
    visiting(stand(), async ({ page }) => {
      await openTasks(page);
      await expectThumbs(page);
      const card = page.locator(".work-card").first();
      await card.getByRole("button", { name: "办结" }).click();
      await card.getByLabel(/^办理结果/).fill("已上门办妥");
      await expectThumbs(page);
      await card.getByRole("button", { name: "提交办结" }).click();
      await card.getByText(/ 已办$/).waitFor();
    }));

  test("a task that was completed in another tab meanwhile says so", () =>
    visiting(stand(), ({ page: first }) =>
      visiting(stand(), async ({ page: second }) => {
        const begin = async (page: Page) => {
          await openTasks(page);
          const card = page.locator(".work-card").first();
          await card.getByRole("button", { name: "办结" }).click();
          await card.getByLabel(/^办理结果/).fill("已上门办妥");
          return card;
        };
        const [one, other] = [await begin(first), await begin(second)];
        await one.getByRole("button", { name: "提交办结" }).click();
        await one.getByText(/ 已办$/).waitFor();
        await other.getByRole("button", { name: "提交办结" }).click();
        await other.getByText("此任务已由他人办结。").waitFor();
        expect(await accessibilityFaults(second)).toEqual([]);
      }),
    ));

  test("a visit outlives a lost line and a reload, and is recorded once", () =>
    visiting(stand(), async ({ page, context }) => {
      await openTasks(page);
      await page.getByRole("link", { name: "登记走访" }).first().click();
      await page.getByRole("heading", { name: "登记走访" }).waitFor();
      await page.getByRole("button", { name: "添加一项情况" }).click();
      await page.getByLabel("情况类别").selectOption("HOUSING");
      await page.getByRole("button", { name: "添加一项任务" }).click();
      await page.locator("form.work-form > .field textarea").last().fill(NOTE);
      await expectThumbs(page);
      await context.setOffline(true);
      await page.getByRole("button", { name: "提交走访记录" }).click();
      await page.getByText(/尚未收到系统答复/).waitFor();
      await context.setOffline(false);
      // It goes by itself once the line is back.
      await page.getByText("走访已登记。").waitFor();
      await expectThumbsOfText(page);
    }));

  test("what was typed is there again after a reload, and gone after signing out", () =>
    visiting(stand(), async ({ page }) => {
      await openTasks(page);
      await page.getByRole("link", { name: "登记走访" }).first().click();
      const note = page.locator("form.work-form > .field textarea").last();
      await note.fill(NOTE);
      await page.reload();
      await page.getByRole("button", { name: "开始" }).click();
      await note.waitFor();
      expect(await note.inputValue()).toBe(NOTE);
      await page.setViewportSize({ width: 1366, height: 820 });
      await page.getByRole("button", { name: "退出" }).click();
      await page.waitForURL(/\/sign-in$/);
      expect(await page.evaluate<string>("JSON.stringify(sessionStorage)")).not.toContain(NOTE);
    }));
}

async function expectThumbsOfText(page: Page): Promise<void> {
  expect(await textOf(page)).toContain("回到任务");
  expect(await accessibilityFaults(page)).toEqual([]);
}
