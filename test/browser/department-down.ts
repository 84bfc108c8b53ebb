import { expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import type { Stand } from "../support/browser/stand.ts";
import { PATIENCE_MS } from "../support/browser/tab.ts";
import { visiting } from "../support/browser/visiting.ts";
import { givePurpose, lookUp, sectionOf, signInAs } from "../support/browser/visitor.ts";

const { guoJun } = demoResidents;

export function departmentDownChapter(stand: () => Stand): void {
  test("takes its own part of the page and nothing else, and comes back with the next look", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await givePurpose(page);
      await lookUp(page, guoJun.idNumber, guoJun.name);
      expect(await sectionOf(page, "医疗保险")).toContain("正常参保");
      await stand().killDepartment();
      try {
        await page.getByRole("button", { name: "重新查询" }).click();
        await page
          .getByRole("region", { name: "医疗保险" })
          .getByText(/系统暂不可用/)
          .first()
          .waitFor();
        expect(await sectionOf(page, "医疗保险")).not.toContain("正常参保");
        expect(await sectionOf(page, "社会保险")).toContain("正常参保");
      } finally {
        await stand().restartDepartment();
      }
      // The hub leaves a department alone for two seconds after it has failed several times.
      await expect
        .poll(
          async () => {
            await page.getByRole("button", { name: "重新查询" }).click();
            await page.locator("article.resident[aria-busy=false]").waitFor();
            return sectionOf(page, "医疗保险");
          },
          { timeout: 2 * PATIENCE_MS, interval: 1_000 },
        )
        .toContain("正常参保");
    }));
}
