import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { idNumberCheck } from "../../subgraphs/shared/id-number.ts";
import { today } from "../../web/shown/today.ts";
import { accessibilityFaults } from "../support/browser/accessible.ts";
import { setWidth, sidewaysFaults, WIDTHS } from "../support/browser/layout.ts";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { changeLanguage, signInAs } from "../support/browser/visitor.ts";

// Nobody else's chapter looks at her.
const { name, idNumber, areaCode } = demoResidents.gaoGuilan;
const mother = demoResidents.zhangGuimei;
const child = { name: "张小满", idNumber: numberOfGirl(today()) };
const TOWNSHIP_DIGITS = 9;

function numberOfGirl(bornOn: string): string {
  const digits = `329999${bornOn.replaceAll("-", "")}998`;
  return digits + idNumberCheck(digits);
}

async function openRegister(page: Page): Promise<void> {
  await signInAs(page, "hukou");
  await page.getByRole("link", { name: "户籍登记" }).click();
  await page.getByRole("button", { name: "开始" }).click();
}

async function findEntry(page: Page, number: string, whose: string): Promise<void> {
  await page.getByRole("textbox", { name: "居民身份证号", exact: true }).fill(number);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: whose, exact: true }).waitFor();
}

export function registerChapter(stand: () => Stand): void {
  test("an officer of Population enters a move, and reads it in the entry", () =>
    visiting(stand(), async ({ page }) => {
      await openRegister(page);
      await findEntry(page, idNumber, name);
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
      await openRegister(page);
      await findEntry(page, mother.idNumber, mother.name);
      for (const label of ["登记事项", "What is entered"]) {
        for (const kind of ["move", "death", "split", "join", "birth"]) {
          await page.getByLabel(label).selectOption(kind);
          expect([label, kind, await accessibilityFaults(page)]).toEqual([label, kind, []]);
        }
        if (label === "登记事项") await changeLanguage(page);
      }
    }));

  test("a child is born into a household, its mother begins another, the child joins her there and dies", () =>
    visiting(stand(), async ({ page }) => {
      const choose = (kind: string) => page.getByLabel("登记事项").selectOption(kind);
      await openRegister(page);
      await findEntry(page, mother.idNumber, mother.name);
      await choose("birth");
      await page.getByLabel("新生儿姓名").fill(child.name);
      const number = page.getByRole("textbox", { name: "身份证号", exact: true });
      await number.fill(mother.idNumber);
      await page.getByRole("button", { name: "登记出生" }).click();
      await page.getByText("填写的内容不正确，请核对。").waitFor();
      await number.fill(child.idNumber);
      await page.getByRole("button", { name: "登记出生" }).click();
      await page.getByText(`已登记：${child.name}出生，入${mother.name}的户。`).waitFor();

      await page.getByRole("button", { name: "重新读取此人的登记" }).click();
      await choose("split");
      await page.getByRole("checkbox", { name: child.name }).waitFor();
      await page.getByRole("button", { name: "登记分户" }).click();
      await page.getByText(`已登记：${mother.name}分户。`).waitFor();

      await findEntry(page, child.idNumber, child.name);
      await choose("join");
      await page.getByRole("textbox", { name: /^所迁入户/ }).fill(mother.idNumber);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: new RegExp(`^迁入${mother.name}的户`) }).click();
      await page.getByRole("button", { name: "登记入户" }).click();
      await page.getByText(`已登记：${child.name}迁入${mother.name}的户。`).waitFor();

      await page.getByRole("button", { name: "重新读取此人的登记" }).click();
      await choose("death");
      await page.getByRole("button", { name: "登记死亡" }).click();
      await page.getByText(`已登记：${child.name}死亡。`).waitFor();
      await page.getByRole("button", { name: "重新读取此人的登记" }).click();
      await page.getByText(/死亡，登记不再变动。$/).waitFor();
    }));
}
