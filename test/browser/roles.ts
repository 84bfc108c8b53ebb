import { expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { givePurpose, lookUp, sectionOf, signInAs, textOf } from "../support/browser/visitor.ts";

const { name, idNumber, residentId } = demoResidents.wanRenxing;
const DIAGNOSIS = "原发性高血压";

export function rolesChapter(stand: () => Stand): void {
  const seenBy = (username: string, look: (page: Parameters<typeof lookUp>[0]) => Promise<void>) =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, username);
      await givePurpose(page);
      await lookUp(page, idNumber, name);
      await look(page);
    });

  test("is shown to the clerk without diagnoses and amounts", () =>
    seenBy("xibei", async (page) => {
      expect(await sectionOf(page, "医疗保险")).toContain("无权限查看：诊断、总费用、基金支付");
      expect(await sectionOf(page, "社会救助")).toContain("已申请");
      expect(await textOf(page)).not.toContain(DIAGNOSIS);
    }));

  test("is shown to the medical-insurance officer with diagnoses, and without assistance", () =>
    seenBy("yibao", async (page) => {
      expect(await sectionOf(page, "医疗保险")).toContain(DIAGNOSIS);
      expect(await textOf(page)).toMatch(/以下内容不在您的权限范围内：.*社会救助/);
    }));

  test("is shown to the civil-affairs officer with assistance, and without medical insurance", () =>
    seenBy("minzheng", async (page) => {
      expect(await sectionOf(page, "社会救助")).toContain("低保");
      expect(await textOf(page)).toMatch(/以下内容不在您的权限范围内：.*医疗保险/);
      expect(await textOf(page)).not.toContain(DIAGNOSIS);
    }));

  test("is nobody an analyst may look up, not even by address", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "fenxi");
      await page.getByRole("heading", { name: "我的岗位" }).waitFor();
      await page.getByText("看不到任何居民的信息。").waitFor();
      await page.goto(`/residents/${residentId}`);
      await page.getByText("您的角色不允许此查询。").waitFor();
      expect(await page.getByRole("searchbox").count()).toBe(0);
      expect(await textOf(page)).not.toContain(name);
    }));

  test("is for the auditor a look in the log, without the person", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "shenji");
      await page.getByRole("heading", { name: "访问记录" }).waitFor();
      await page
        .getByText(/部门业务人员 · .*无锡市/)
        .first()
        .waitFor();
      const log = await textOf(page);
      expect(log).toMatch(/窗口工作人员 · .*锡北镇/);
      for (const secret of [name, idNumber, DIAGNOSIS]) expect(log).not.toContain(secret);
    }));
}
