import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { demoResidents } from "../../cli/seed/demo-residents.ts";
import { accessibilityFaults } from "../support/browser/accessible.ts";
import type { Stand } from "../support/browser/stand.ts";
import { PATIENCE_MS } from "../support/browser/tab.ts";
import { visiting } from "../support/browser/visiting.ts";
import { givePurpose, lookUp, personShown, signInAs } from "../support/browser/visitor.ts";

const { guoJun } = demoResidents;

/** Each page with somebody who has it; null: nobody is signed in. */
const PAGES: readonly (readonly [path: string, username: string | null])[] = [
  ["/sign-in", null],
  ["/activate", null],
  ["/no-such-page", null],
  ["/counter", "wangjia"],
  ["/password", "wangjia"],
  ["/", "fenxi"],
  ["/own-record", "guojun"],
  ["/who-looked", "guojun"],
  ["/access-log", "shenji"],
  ["/seals", "shenji"],
  ["/accounts", "guanli"],
  ["/accounts/import", "guanli"],
];

export function everyPageChapter(stand: () => Stand): void {
  test.each(PAGES)("%s can be used by everybody in both languages (%s)", (path, username) =>
    visiting(stand(), async ({ page }) => {
      if (username !== null) await signInAs(page, username);
      await page.goto(path);
      await settled(page);
      await expectBothLanguages(page);
    }),
  );

  test("a resident's page can be used by everybody in both languages", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await givePurpose(page);
      await lookUp(page, guoJun.idNumber, guoJun.name);
      await expectBothLanguages(page);
      // Whoever changes the language goes on with the same person.
      await personShown(page, guoJun.name);
    }));

  test("an opened choice can be used by everybody", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await page.getByRole("combobox").first().click();
      await page.getByRole("listbox").waitFor({ state: "attached" });
      expect(await accessibilityFaults(page)).toEqual([]);
    }));

  test.each([
    ["zh-CN", ["新建账号", "修改 chunfeng 的角色", "chunfeng 的激活码"]],
    ["en", ["New account", "Roles of chunfeng", "Activation code of chunfeng"]],
  ])("opened dialogs can be used by everybody (%s)", (language, names) =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "guanli");
      if (language !== "zh-CN") await toEnglish(page);
      for (const name of names) {
        await page.getByRole("button", { name, exact: true }).click();
        await page.getByRole("dialog").waitFor();
        expect(await accessibilityFaults(page)).toEqual([]);
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
      }
    }),
  );
}

async function expectBothLanguages(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
  await toEnglish(page);
  expect(await accessibilityFaults(page)).toEqual([]);
}

async function toEnglish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "English" }).click();
  await expect.poll(() => page.locator("html").getAttribute("lang"), { timeout: PATIENCE_MS }).toBe("en");
}

/** What the page asks for has come. */
async function settled(page: Page): Promise<void> {
  await page.getByRole("heading").first().waitFor();
  await page.waitForLoadState("networkidle");
}
