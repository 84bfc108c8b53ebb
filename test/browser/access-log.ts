import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { givePurpose, lookUp, signInAs } from "../support/browser/visitor.ts";

const { guoJun } = demoResidents;
const DUTY = "核对审计页面上的这一次查看";

const DAY_MS = 86_400_000;
/** A day in China, so many days from now. */
const dayFromNow = (days: number) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(Date.now() + days * DAY_MS);

/** Looks at somebody as the clerk of 兴隆街道; gives the number the printout would have. */
async function lookAsClerk(stand: Stand): Promise<string> {
  let record = "";
  await visiting(stand, async ({ page }) => {
    await signInAs(page, "wangjia");
    await givePurpose(page, DUTY);
    await lookUp(page, guoJun.idNumber, guoJun.name);
    record = await page.locator(".receipt .record-number").innerText();
  });
  return record;
}

const entry = (page: Page) => page.getByRole("row").filter({ hasText: DUTY });

async function search(page: Page): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith("/graphql"));
  await page.getByRole("button", { name: "查询", exact: true }).click();
  await answered;
}

export function accessLogChapter(stand: () => Stand): void {
  test("finds a look by its number, by account, area, purpose and day, and by none that is not its own", () =>
    visiting(stand(), async ({ page }) => {
      const record = await lookAsClerk(stand());
      await signInAs(page, "shenji");
      await page.getByRole("heading", { name: "访问记录" }).waitFor();

      await page.getByLabel("访问记录编号或序号").fill(record);
      await search(page);
      await page.getByText("没有记录。").waitFor({ state: "detached" });
      await expect.poll(() => page.getByRole("button", { name: /条详情$/ }).count()).toBe(1);
      expect(await entry(page).count()).toBe(1);
      await page.getByLabel("访问记录编号或序号").fill("");

      await page.getByLabel("姓名", { exact: true }).fill("王佳");
      await page.getByLabel("市", { exact: true }).selectOption({ label: "南京市" });
      await page.getByLabel("县（市、区）").selectOption({ label: "建邺区" });
      await page.getByLabel("乡镇（街道）").selectOption({ label: "兴隆街道" });
      await page.getByLabel("事由", { exact: true }).selectOption({ label: "履职" });
      await page.getByLabel("编号或事由的开头").fill(DUTY.slice(0, 6));
      await page.getByLabel("从", { exact: true }).fill(dayFromNow(-1));
      await page.getByLabel("到（不含）").fill(dayFromNow(1));
      await search(page);
      await entry(page).first().waitFor();
      expect(await entry(page).first().innerText()).toMatch(/王佳.*窗口工作人员/s);

      // Each part alone leaves it out when it is another's.
      await page.getByLabel("到（不含）").fill(dayFromNow(0));
      await expectNone(page);
      await page.getByLabel("到（不含）").fill("");
      await page.getByLabel("市", { exact: true }).selectOption({ label: "无锡市" });
      await expectNone(page);
      await page.getByLabel("市", { exact: true }).selectOption({ label: "南京市" });
      await page.getByLabel("姓名", { exact: true }).fill("芮莉");
      await expectNone(page);
      await page.getByLabel("姓名", { exact: true }).fill("");
      await page.getByLabel("编号或事由的开头").fill("没有这样的事由");
      await expectNone(page);
    }));

  test("writes what is listed to a file", () =>
    visiting(stand(), async ({ page }) => {
      const record = await lookAsClerk(stand());
      await signInAs(page, "shenji");
      await page.getByLabel("访问记录编号或序号").fill(record);
      await search(page);
      await entry(page).first().waitFor();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "导出列出的记录" }).click(),
      ]);
      await page.getByText("已导出 1 条。").waitFor();
      expect(download.suggestedFilename()).toBe("访问记录.csv");
      const [head, line, end] = (await readFile(await download.path(), "utf8")).split("\r\n");
      expect(head).toBe("\uFEFF序号,访问记录编号,时间,类别,账号编号,姓名,单位,事由");
      expect(line).toContain(`,${record},`);
      expect(line).toContain(`王佳,江苏省南京市建邺区兴隆街道`);
      expect(line).toContain(DUTY);
      expect(end).toBe("");
    }));
}

async function expectNone(page: Page): Promise<void> {
  await search(page);
  await page.getByText("没有记录。").waitFor();
}
