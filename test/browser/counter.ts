import { expect, test } from "vitest";
import { demoResidents } from "../../cli/seed/demo-residents.ts";
import { idNumberCheck } from "../../subgraphs/shared/id-number.ts";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { givePurpose, lookUp, PURPOSE, sectionOf, signInAs, textOf } from "../support/browser/visitor.ts";

const { guoJun, wanRenxing } = demoResidents;
// Named demo residents have 329999, and none of them was born on that day.
const NOBODY = withCheck("32999919500101001");

function withCheck(digits: string): string {
  return digits + idNumberCheck(digits);
}

export function counterChapter(stand: () => Stand): void {
  test("a clerk finds a resident of the own area, and each value says what it is", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await givePurpose(page);
      await lookUp(page, guoJun.idNumber, guoJun.name);
      const identity = await textOf(page, ".resident-side");
      expect(identity).toMatch(/身份证号 329999\*+ 已脱敏/);
      expect(identity).not.toContain(guoJun.idNumber);
      expect(await sectionOf(page, "社会保险")).toMatch(/养老保险 正常参保 \d+ 个月/);
      expect(await sectionOf(page, "医疗保险")).toContain("个人账户余额 无权限查看");
      expect(await textOf(page)).toMatch(/无记录：.*社会救助/);
    }));

  test("somebody of another area is not there, in the words used for nobody", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await givePurpose(page);
      const seen: string[] = [];
      for (const idNumber of [wanRenxing.idNumber, NOBODY]) {
        await page.getByRole("searchbox").fill(idNumber);
        await page.keyboard.press("Enter");
        await page.getByText("没有查到此人，或此人不在您的数据范围内。").waitFor();
        seen.push(await textOf(page));
      }
      expect(seen[0]).toBe(seen[1]);
    }));

  test("without a purpose nobody is looked up", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      const asked: string[] = [];
      page.on("request", (request) => {
        if ((request.postData() ?? "").includes(guoJun.idNumber)) asked.push(request.url());
      });
      await page.getByRole("searchbox").fill(guoJun.idNumber);
      await page.keyboard.press("Enter");
      await page.getByText("请先填写查询事由。").waitFor();
      expect(asked).toEqual([]);
    }));

  test("the resident sees who looked, why and at what", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "guojun");
      await page.getByRole("link", { name: "谁看过我的信息" }).click();
      const look = page.getByRole("row").filter({ hasText: PURPOSE }).first();
      await look.waitFor();
      const words = (await look.innerText()).replaceAll(/\s+/g, " ");
      expect(words).toContain("窗口工作人员");
      expect(words).toContain("320105006");
      await look.locator("summary").click();
      expect(await look.innerText()).toContain("脱敏看到的内容");
    }));
}
