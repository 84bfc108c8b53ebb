import { expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { printed } from "../support/browser/paper.ts";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { changeLanguage, givePurpose, lookUp, PURPOSE, signInAs } from "../support/browser/visitor.ts";

const { guoJun, wanRenxing } = demoResidents;

export function paperChapter(stand: () => Stand): void {
  test.each([
    ["wangjia", guoJun, "南京市"],
    ["xibei", wanRenxing, "无锡市"],
  ] as const)("is one sheet that can be read, in both languages (%s)", (username, person, city) =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, username);
      await givePurpose(page);
      await lookUp(page, person.idNumber, person.name);
      const record = await page.locator(".record-number").first().innerText();
      const said = {
        "zh-CN": [person.name, "医疗保险正常参保", city, "访问记录编号", "欠缴", "已脱敏"],
        en: [person.name, "MedicalActive", city, "Accessrecordnumber", "Owed", "masked"],
      };
      for (const [language, words] of Object.entries(said)) {
        if (language === "en") await changeLanguage(page);
        const sheets = await printed(page);
        expect(sheets).toHaveLength(1);
        const [sheet = ""] = sheets;
        for (const word of [...words, record.replaceAll(/\s/g, ""), PURPOSE]) expect(sheet).toContain(word);
        // What is for the screen alone is not on paper.
        for (const word of ["查询居民", "退出", "Signout", "展开其余"]) expect(sheet).not.toContain(word);
      }
    }),
  );
}
