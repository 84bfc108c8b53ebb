import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { demoAccounts } from "../../seed/departments/demo-accounts.ts";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { accessibilityFaults } from "../support/browser/accessible.ts";
import { setWidth, sidewaysFaults, WIDTHS } from "../support/browser/layout.ts";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { changeLanguage, givePurpose, languageOf, lookUp, personShown, signInAs } from "../support/browser/visitor.ts";

const { guoJun, wanRenxing } = demoResidents;

/** Pages that no navigation leads to, each with somebody who has it; null: nobody is signed in. */
const OTHERS: readonly (readonly [path: string, username: string | null])[] = [
  ["/sign-in", null],
  ["/activate", null],
  ["/no-such-page", null],
  ["/password", "wangjia"],
  ["/", "fenxi"],
];

/** One account of each role: those with one role have the same pages. */
const ofEachRole = [...new Map(demoAccounts.map(({ role, username }) => [role, username]))];

export function everyPageChapter(stand: () => Stand): void {
  test.each(OTHERS)("%s can be used by everybody, at every width, in both languages (%s)", (path, username) =>
    visiting(stand(), async ({ page }) => {
      if (username !== null) await signInAs(page, username);
      await page.goto(path);
      await settled(page);
      await expectUsable(page);
    }),
  );

  // A page that somebody adds to the navigation is looked at here without being named.
  const seen = new Set<string>();
  test.each(ofEachRole)("every page %s may go to can be used by everybody (%s)", (_role, username) =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, username);
      await settled(page);
      for (const path of await navigationOf(page)) {
        await page.goto(path);
        await settled(page);
        if (seen.has(path)) await expectFits(page);
        else await expectUsable(page);
        seen.add(path);
      }
    }),
  );

  test("the navigation led to pages", () => {
    expect(seen.size).toBeGreaterThan(6);
  });

  test.each([
    ["wangjia", guoJun],
    ["xibei", wanRenxing],
  ] as const)(
    "a resident's page can be used by everybody, at every width, in both languages (%s)",
    (username, person) =>
      visiting(stand(), async ({ page }) => {
        await signInAs(page, username);
        await givePurpose(page);
        await lookUp(page, person.idNumber, person.name);
        await expectUsable(page);
        // Whoever changes the language goes on with the same person.
        await personShown(page, person.name);
      }),
  );

  test("the first department is in sight at 1024 × 768", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await givePurpose(page);
      await lookUp(page, guoJun.idNumber, guoJun.name);
      await setWidth(page, 1024);
      const card = await page.locator(".resident-sections .card").first().boundingBox();
      expect(card?.y).toBeLessThan(320);
    }));

  test("the menu of a phone opens, leads on and closes", () =>
    visiting(stand(), async ({ page }) => {
      await setWidth(page, 390);
      await page.goto("/sign-in");
      await page.getByRole("button", { name: /\bguojun\b/ }).click();
      const menu = page.getByRole("button", { name: "菜单" });
      await menu.click();
      expect(await accessibilityFaults(page)).toEqual([]);
      await expectFits(page);
      await setWidth(page, 390);
      await page.getByRole("link", { name: "谁看过我的信息" }).click();
      await page.getByRole("heading", { name: "谁看过我的信息" }).waitFor();
      expect(await menu.getAttribute("aria-expanded")).toBe("false");
      await menu.click();
      await page.keyboard.press("Escape");
      expect(await page.getByRole("button", { name: "退出" }).isVisible()).toBe(false);
      const header = await page.locator(".masthead").boundingBox();
      expect(header?.height).toBeLessThan(70);
    }));

  test("an opened choice can be used by everybody", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await page.getByRole("combobox").first().click();
      await page.getByRole("listbox").waitFor({ state: "attached" });
      expect(await accessibilityFaults(page)).toEqual([]);
    }));

  test.each([
    ["zh-CN", ["新建账号", "修改 chunfeng 的角色", "chunfeng 的激活码", "登记 chunfeng 的培训证书", "停用 chunfeng"]],
    [
      "en",
      ["New account", "Roles of chunfeng", "Activation code of chunfeng", "Certificate of chunfeng", "Close chunfeng"],
    ],
  ])("opened dialogs can be used by everybody (%s)", (language, names) =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "guanli");
      if (language !== "zh-CN") await changeLanguage(page);
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

/** Addresses the navigation of whoever is signed in leads to. */
async function navigationOf(page: Page): Promise<string[]> {
  const links = await page.locator("nav.navigation a").all();
  return Promise.all(links.map(async (link) => (await link.getAttribute("href")) ?? ""));
}

/** No sideways scrolling and nothing that axe finds, in both languages; it ends wide. */
async function expectUsable(page: Page): Promise<void> {
  const found: Record<string, string[]> = {};
  for (const turn of ["as it is", "in the other language"]) {
    const language = turn === "as it is" ? await languageOf(page) : await changeLanguage(page);
    for (const width of WIDTHS) {
      await setWidth(page, width);
      const faults = [...(await sidewaysFaults(page)), ...(await accessibilityFaults(page))];
      if (faults.length > 0) found[`${page.url()} at ${width} in ${language}`] = faults;
    }
    await setWidth(page, 1366);
  }
  expect(found).toEqual({});
}

async function expectFits(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await setWidth(page, width);
    expect([page.url(), width, await sidewaysFaults(page)]).toEqual([page.url(), width, []]);
  }
}

/** What the page asks for has come. */
async function settled(page: Page): Promise<void> {
  await page.getByRole("heading").first().waitFor();
  // A page that follows new entries is never done.
  if (!page.url().endsWith("/live-log")) await page.waitForLoadState("networkidle");
}
