import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { signInAs } from "../support/browser/visitor.ts";

const CLOSED = "gongjijin";
const HOLDER = "省级公积金经办";

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).selectOption({ label: option });
}

const rowOf = (page: Page, username: string) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: username, exact: true }) });

export function accountsChapter(stand: () => Stand): void {
  test("are found by name and by the names of areas", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "guanli");
      await page.getByLabel("市", { exact: true }).selectOption({ label: "无锡市" });
      await page.getByRole("button", { name: "查找" }).click();
      await rowOf(page, "minzheng").waitFor();
      await expect.poll(() => rowOf(page, "wangjia").count()).toBe(0);
      await page.getByLabel("账号或姓名").fill("锡北镇窗口");
      await page.getByRole("button", { name: "查找" }).click();
      await expect.poll(() => rowOf(page, "minzheng").count()).toBe(0);
      await rowOf(page, "xibei").waitFor();
    }));

  test("one is closed after a question that names its holder, found among the closed, and opened by a second hand", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "guanli");
      await page.getByRole("button", { name: `停用 ${CLOSED}` }).click();
      const dialog = page.getByRole("dialog");
      expect(await dialog.innerText()).toContain(`停用 ${HOLDER}（${CLOSED}）？`);
      await dialog.getByRole("button", { name: "取消" }).click();
      expect(await rowOf(page, CLOSED).innerText()).toContain("正常");

      await page.getByRole("button", { name: `停用 ${CLOSED}` }).click();
      await dialog.getByRole("button", { name: "停用账号" }).click();
      await dialog.waitFor({ state: "detached" });
      await choose(page, "状态", "已停用");
      await rowOf(page, CLOSED).waitFor();
      await page.getByRole("button", { name: `启用 ${CLOSED}` }).click();
      expect(await dialog.innerText()).toContain(`重新启用 ${HOLDER}（${CLOSED}）？`);
      await dialog.getByRole("button", { name: "申请启用" }).click();
      await dialog.waitFor({ state: "detached" });

      await visiting(stand(), async ({ page: second }) => {
        await signInAs(second, "fuhe");
        await second.goto("/accounts/requests");
        const request = second.locator(".request").filter({ hasText: CLOSED });
        await request.getByRole("button", { name: "同意", exact: true }).click();
        await second.getByRole("dialog").getByRole("button", { name: "同意", exact: true }).click();
        await request.waitFor({ state: "detached" });
        await second.goto("/accounts");
        expect(await rowOf(second, CLOSED).innerText()).not.toContain("已停用");
      });
    }));

  test("a new one is told beside each field what is wrong with it", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "guanli");
      await page.getByRole("button", { name: "新建账号" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("账号", { exact: true }).fill("Not a name");
      await dialog.getByLabel("姓名", { exact: true }).fill("测试");
      await dialog.getByLabel("部门业务人员").check();
      await dialog.getByRole("combobox", { name: "区划", exact: true }).selectOption({ label: "江苏省" });
      await dialog.getByLabel("市", { exact: true }).selectOption({ label: "无锡市" });
      await dialog.getByRole("button", { name: "新建", exact: true }).click();
      const told = async (label: string) => {
        const control = dialog.getByLabel(label, { exact: true });
        const ids = ((await control.getAttribute("aria-describedby")) ?? "").split(" ");
        const texts = await Promise.all(ids.map((id) => dialog.locator(`[id="${id}"]`).innerText()));
        return texts.join(" ");
      };
      await dialog.locator(".field-fault").first().waitFor();
      expect(await told("账号")).toContain("账号名不符合要求。");
      expect(await told("部门")).toContain("部门与角色不符。");
      expect(await dialog.getByLabel("姓名", { exact: true }).getAttribute("aria-invalid")).toBe("false");
      // What was entered is still there, and is right with the rest.
      await dialog.getByLabel("账号", { exact: true }).fill("xin.jingban");
      await dialog.getByLabel("部门", { exact: true }).selectOption({ label: "医保" });
      await dialog.getByRole("button", { name: "新建", exact: true }).click();
      await dialog.getByText(/已提交 xin\.jingban 的新建申请/).waitFor();
    }));

  test("many are made from a file, for which there is a template", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "guanli");
      await page.goto("/accounts/import");
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "下载模板" }).click(),
      ]);
      expect(download.suggestedFilename()).toBe("账号导入模板.csv");
      const path = await download.path();
      expect(await readFile(path, "utf8")).toMatch(/^\uFEFF账号,姓名,角色,区划,部门\r\n/);
      // As it comes it can be read: its lines are examples.
      await page.getByLabel("CSV 文件").setInputFiles(path);
      await page.getByRole("button", { name: "导入 3 行" }).waitFor();
    }));
}
