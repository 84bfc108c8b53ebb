import { expect, test } from "vitest";
import type { Stand } from "../support/browser/stand.ts";
import { visiting } from "../support/browser/visiting.ts";
import { signInAs, textOf } from "../support/browser/visitor.ts";

const MOST_WRONG = 5;

export function signInChapter(stand: () => Stand): void {
  test("five wrong passwords close the account to the right one, too", () =>
    visiting(stand(), async ({ page }) => {
      await page.goto("/");
      const settings = await page.request.get("/auth/settings");
      const { password } = ((await settings.json()) as { demo: { password: string } }).demo;
      const attempt = async (given: string) => {
        await page.getByLabel("账号", { exact: true }).fill("renshe");
        await page.getByLabel("密码", { exact: true }).fill(given);
        await page.getByRole("button", { name: "登录", exact: true }).click();
      };
      for (let time = 1; time <= MOST_WRONG; time++) {
        await attempt(`wrong-${time}`);
        await page.getByRole("alert").filter({ hasText: "账号或密码不正确。" }).waitFor();
        await page.getByRole("button", { name: "登录", exact: true, disabled: false }).waitFor();
      }
      await attempt(password);
      await page
        .getByRole("alert")
        .filter({ hasText: /尝试次数过多，请 \d+ 分钟后再试。/ })
        .waitFor();
      expect(new URL(page.url()).pathname).toBe("/sign-in");
    }));

  test("leads on to the page that was wanted, and out again to nothing", () =>
    visiting(stand(), async ({ page, context }) => {
      await page.goto("/seals");
      await page.getByRole("button", { name: /\bshenji\b/ }).click();
      await page.getByRole("heading", { name: "封存与验证" }).waitFor();
      await page.getByRole("button", { name: "退出" }).click();
      await page.getByText("已退出。").waitFor();
      await page.goto("/access-log");
      await page.getByRole("heading", { name: "登录" }).waitFor();
      expect((await context.cookies()).filter(({ value }) => value !== "")).toEqual([]);
    }));

  test("says why nobody stays signed in where the browser keeps no cookie", () =>
    visiting(stand(), async ({ page }) => {
      // What becomes of a cookie for TLS alone on a page that was opened over plain HTTP.
      await page.route("**/auth/sign-in/username", async (route) => {
        const { status, headers } = await route
          .fetch()
          .then((answer) => ({ status: answer.status(), headers: answer.headers() }));
        await page.context().clearCookies();
        const kept = Object.entries(headers).filter(([name]) => name !== "set-cookie");
        await route.fulfill({ status, headers: Object.fromEntries(kept), body: "{}" });
      });
      await page.addInitScript("Object.defineProperty(window, 'isSecureContext', { value: false })");
      await page.goto("/sign-in");
      await page.getByRole("status").filter({ hasText: "未加密的 HTTP" }).waitFor();
      await page.getByRole("button", { name: /\bwangjia\b/ }).click();
      await page.getByRole("alert").filter({ hasText: "密码正确，但本页通过未加密的 HTTP 打开" }).waitFor();
    }));

  test("leaves nothing of the session where a script could read it", () =>
    visiting(stand(), async ({ page, context }) => {
      await signInAs(page, "wangjia");
      const kept = await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])");
      expect(kept).not.toMatch(/eyJ|token|wangjia/);
      const cookies = await context.cookies(`${stand().url}/auth/token`);
      expect(cookies.map(({ httpOnly, sameSite, path }) => ({ httpOnly, sameSite, path }))).toEqual([
        { httpOnly: true, sameSite: "Strict", path: "/auth" },
      ]);
      expect(await textOf(page, "body")).not.toContain("eyJ");
    }));
}
