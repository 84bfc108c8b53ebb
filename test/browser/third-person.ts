import { join } from "node:path";
import { expect, test } from "vitest";
import { readOperationFiles } from "../../cli/commands/compose/operation-files.ts";
import { hashDemoPassword } from "../../hub/sign-in/sessions.ts";
import { openPages } from "../../router/http/pages.ts";
import { createPublishedOperations, hashOf } from "../../router/http/published-operations.ts";
import { launchBrowser } from "../support/browser/launch.ts";
import { openTab } from "../support/browser/tab.ts";
import { changeLanguage, signInAs, textOf } from "../support/browser/visitor.ts";
import { clerk, endAll, head, openedPurpose, requestId } from "../support/emergency.ts";
import { openHub, type TestHub } from "../support/hub.ts";
import { account, certificate } from "../support/rows/accounts.ts";
import { idNumberOf, resident } from "../support/rows/resident.ts";

const PASSWORD = "correct horse battery";
const CARD = ".work-card >> nth=0";

/** A hub of its own with the pages that the stand has built: three emergencies of one pair end in no time here. */
async function openAfterThree(): Promise<TestHub> {
  const pages = openPages(join(import.meta.dirname, "../../web/dist"));
  if (pages === null) throw new Error("the pages are not built");
  const operations = new Map(readOperationFiles().map(({ text }) => [hashOf(text), text]));
  const documents = createPublishedOperations(operations, "any");
  const hub = await openHub({ pages, documents, signingIn: { demoPassword: PASSWORD } });
  await resident(hub.sql, { id: "2099", areaCode: "320205105001" });
  for (const [id, username] of [
    ["21", "ruili"],
    ["22", "xinglong"],
  ] as const) {
    await account(hub.sql, { id, username, roles: ["centre_head"], activatedAt: "2026-01-01T00:00:00Z" });
    await certificate(hub.sql, { accountId: id, course: "personal-data-protection" });
    await hub.sql`insert into accounts.credentials (account_id, password_hash, is_demo)
      values (${id}, ${await hashDemoPassword(PASSWORD)}, true)`;
  }
  for (let at = 0; at < 3; at += 1) {
    await openedPurpose(hub, clerk, head, idNumberOf("2099"));
    await endAll(hub);
  }
  await requestId(hub, clerk, idNumberOf("2099"));
  return hub;
}

export function thirdPersonChapter(): void {
  test("a fourth emergency of one pair says in both languages that it needs a third person", async () => {
    const hub = await openAfterThree();
    const browser = await launchBrowser();
    try {
      const first = await openTab(browser, hub.url);
      await first.page.goto("/sign-in");
      await first.page.locator(".demo-account").first().waitFor();
      expect(await textOf(first.page)).toContain("江苏省南京市建邺区兴隆街道");
      await signInAs(first.page, "ruili");
      await first.page.goto("/emergencies");
      await first.page.getByRole("button", { name: "确认调阅" }).click();
      await first.page.getByText("您已确认，仍需第三人确认").waitFor();
      expect(await first.page.getByRole("button", { name: "确认调阅" }).count()).toBe(0);
      await changeLanguage(first.page);
      expect(await textOf(first.page, CARD)).toContain("it still needs a third person");
      const second = await openTab(browser, hub.url);
      await signInAs(second.page, "xinglong");
      await second.page.goto("/emergencies");
      await second.page.getByText("已由一人确认，仍需第三人确认").waitFor();
      await second.page.getByRole("button", { name: "确认调阅" }).click();
      await second.page.locator(CARD).getByText("有效至").waitFor();
      expect([...first.faults(), ...second.faults()]).toEqual([]);
    } finally {
      await browser.close();
      await hub.close();
    }
  });
}
