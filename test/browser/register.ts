import { expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { accessibilityFaults } from "../support/browser/accessible.ts";
import { setWidth, sidewaysFaults, WIDTHS } from "../support/browser/layout.ts";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { changeLanguage, signInAs } from "../support/browser/visitor.ts";

// Nobody else's chapter looks at her.
const { name, idNumber, areaCode } = demoResidents.gaoGuilan;
const TOWNSHIP_DIGITS = 9;

export function registerChapter(stand: () => Stand): void {
  test("an officer of Population enters a move, and reads it in the entry", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "hukou");
      await page.getByRole("link", { name: "户籍登记" }).click();
      await page.getByRole("heading", { name: "户籍登记" }).waitFor();
      await page.getByRole("button", { name: "开始" }).click();
      await page.getByLabel("居民身份证号").last().fill(idNumber);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name, exact: true }).waitFor();

      await page.getByLabel("新住址").fill("新村1组1号");
      const submit = page.getByRole("button", { name: "登记迁移" });
      await submit.click();
      await page.getByRole("alert").getByText("请选到村（社区）一级。").waitFor();
      await page.getByLabel("乡镇（街道）").selectOption(areaCode.slice(0, TOWNSHIP_DIGITS));
      const villages = page.getByLabel("村（社区）", { exact: true });
      await villages.selectOption(areaCode);
      await submit.click();
      await page.getByText("现有登记已是如此，无需变动。").waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);
      for (const width of WIDTHS) {
        await setWidth(page, width);
        expect([width, await sidewaysFaults(page)]).toEqual([width, []]);
      }

      const options = await villages.locator("option").all();
      const choices = await Promise.all(
        options.map(async (one) => ({ code: (await one.getAttribute("value")) ?? "", text: await one.innerText() })),
      );
      const other = choices.find(({ code }) => code !== "" && code !== areaCode);
      if (other === undefined) throw new Error("the township has one village only");
      await villages.selectOption(other.code);
      await submit.click();
      await page.getByText(new RegExp(`^已登记：${name}迁往.*${other.text}。$`)).waitFor();
      expect(await accessibilityFaults(page)).toEqual([]);

      await page.getByRole("button", { name: "重新读取此人的登记" }).click();
      const entry = page.getByRole("region", { name: "登记对象" });
      await entry.getByText(new RegExp(`${other.text}$`)).waitFor();
      await entry.getByText("新村1组1号").waitFor();
    }));

  test("every form of an entry can be used by everybody, in both languages", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "hukou");
      await page.getByRole("link", { name: "户籍登记" }).click();
      await page.getByRole("button", { name: "开始" }).click();
      await page.getByLabel("居民身份证号").last().fill(demoResidents.zhangGuimei.idNumber);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: demoResidents.zhangGuimei.name, exact: true }).waitFor();
      for (const label of ["登记事项", "What is entered"]) {
        for (const kind of ["move", "death", "split", "join", "birth"]) {
          await page.getByLabel(label).selectOption(kind);
          expect([label, kind, await accessibilityFaults(page)]).toEqual([label, kind, []]);
        }
        if (label === "登记事项") await changeLanguage(page);
      }
    }));
}
