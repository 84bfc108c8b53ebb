import { expect, test } from "vitest";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { idNumberCheck } from "../../subgraphs/shared/id-number.ts";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { givePurpose, lookUp, personShown, PURPOSE, sectionOf, signInAs, textOf } from "../support/browser/visitor.ts";

const { guoJun, wanRenxing } = demoResidents;
// Named demo residents have 329999, and none of them was born on that day.
const NOBODY = withCheck("32999919500101001");

const MOST_STOPS = 40;

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

  test("what matters stands first, in words, and once", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await givePurpose(page);
      await lookUp(page, guoJun.idNumber, guoJun.name);
      expect(await textOf(page, ".matters")).toMatch(/^需要留意 .*件在办 办件.* 笔欠缴 社保缴费/);
      const headings = await page.locator(".resident-sections .card > h2").allInnerTexts();
      expect(headings[0]).toBe("办件");
      // The name of a place is asked for once its code has come.
      await page.getByRole("region", { name: "社会保险", exact: true }).getByText("南京市").first().waitFor();
      const social = await sectionOf(page, "社会保险");
      const order = ["养老保险", "医疗保险", "失业保险", "工伤保险", "生育保险"].map((name) => social.indexOf(name));
      expect(order).toEqual(order.toSorted((one, other) => one - other));
      expect(order).not.toContain(-1);
      expect(social).toContain("南京市");
      const premiums = page.getByRole("region", { name: "社保缴费", exact: true });
      expect(await premiums.getByRole("row").count()).toBeLessThan(6);
      expect(await premiums.getByRole("row").nth(1).innerText()).toContain("欠缴");
      await premiums.getByRole("button", { name: /^展开其余 \d+ 条/ }).click();
      expect(await premiums.getByRole("row").count()).toBeGreaterThan(9);
      // No day breaks over two lines.
      const broken = await page.evaluate<number>(
        "[...document.querySelectorAll('.one-line')].filter((one) => one.getClientRects().length > 1).length",
      );
      expect(broken).toBe(0);
      await page.locator(".masthead").getByText("南京市建邺区兴隆街道").waitFor();
    }));

  test.each(["wrx", "万", "万仁", "万仁兴"])("%s finds by the beginning of a name, with the keyboard alone", (typed) =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "xibei");
      await givePurpose(page);
      await page.getByRole("searchbox").fill(typed);
      await page.keyboard.press("Enter");
      const found = page.getByRole("link", { name: wanRenxing.name, exact: true });
      await found.waitFor();
      expect(await page.getByRole("row").filter({ has: found }).innerText()).toContain("无锡市锡山区锡北镇");
      const focused = () => page.evaluate<string>("document.activeElement.textContent");
      for (let stop = 0; stop < MOST_STOPS && (await focused()) !== wanRenxing.name; stop++) {
        await page.keyboard.press("Tab");
      }
      await page.keyboard.press("Enter");
      await personShown(page, wanRenxing.name);
    }),
  );

  test("an officer of a whole city chooses the county to search", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "minzheng");
      await givePurpose(page);
      await page.getByRole("searchbox").fill("wrx");
      await page.keyboard.press("Enter");
      await page.getByText("请先选择在哪里按拼音首字母查找").waitFor();
      await page.getByLabel("在哪里查找").selectOption({ label: "锡山区" });
      await page.getByRole("link", { name: wanRenxing.name, exact: true }).waitFor();
    }));

  test("says what is wrong with a number, and offers the right one", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "wangjia");
      await givePurpose(page);
      const search = page.getByRole("searchbox");
      for (const [typed, said] of [
        [withCheck("32999919000229001"), "“1900-02-29”不是日历上有的日期"],
        ["13912345678", "这是电话号码"],
        ["USA110080010100", "旧版外国人永久居留证"],
      ] as const) {
        await search.fill(typed);
        await page.keyboard.press("Enter");
        await page.getByText(said).waitFor();
      }
      await search.fill(guoJun.idNumber.slice(0, 6) + guoJun.idNumber.slice(8, 17));
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: `查询 ${guoJun.idNumber}` }).click();
      await personShown(page, guoJun.name);
    }));

  test("the resident sees who looked, why and at what", () =>
    visiting(stand(), async ({ page }) => {
      await signInAs(page, "guojun");
      await page.getByRole("link", { name: "谁看过我的信息" }).click();
      const look = page.getByRole("row").filter({ hasText: PURPOSE }).first();
      await look.waitFor();
      const words = (await look.innerText()).replaceAll(/\s+/g, " ");
      expect(words).toContain("窗口工作人员");
      expect(words).toContain("江苏省南京市建邺区兴隆街道");
      await look.locator("summary").first().click();
      expect(await look.innerText()).toContain("其中脱敏给出");
    }));
}
