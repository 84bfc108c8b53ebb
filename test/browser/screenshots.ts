import { mkdir, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { demoResidents } from "../../seed/people/demo-residents.ts";
import { openStand, type Stand } from "../support/browser/stand.ts";
import { givePurpose, lookUp, signInAs } from "../support/browser/visitor.ts";

const { guoJun, wanRenxing } = demoResidents;
const FOLDER = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const VIEW = { width: 1280, height: 740 };
/** Somebody on a slow line reads the README, too. */
const MOST_BYTES = 200_000;

/** The pictures of both READMEs, of real pages with demo data, in this order: the looks of the first are in the later. */
const PICTURES: readonly (readonly [name: string, show: (page: Page) => Promise<void>])[] = [
  ["sign-in", (page) => showSignIn(page)],
  ["counter", (page) => showResident(page, "wangjia", guoJun)],
  ["officer", (page) => showResident(page, "yibao", wanRenxing)],
  ["who-looked", (page) => showWhoLooked(page)],
  ["access-log", (page) => showAccessLog(page)],
  ["explorer", (page) => showExplorer(page)],
];

async function showSignIn(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: /\bguojun\b/ }).waitFor();
}

async function showResident(page: Page, username: string, person: typeof guoJun): Promise<void> {
  await signInAs(page, username);
  await givePurpose(page);
  await lookUp(page, person.idNumber, person.name);
}

async function showWhoLooked(page: Page): Promise<void> {
  await signInAs(page, "guojun");
  await page.getByRole("link", { name: "谁看过我的信息" }).click();
  await page.getByRole("row").filter({ hasText: "320105006" }).first().waitFor();
}

async function showAccessLog(page: Page): Promise<void> {
  await signInAs(page, "shenji");
  await page.getByText("窗口工作人员 · 320105006").first().waitFor();
}

async function showExplorer(page: Page): Promise<void> {
  await page.goto("/explorer");
  await page.getByRole("button", { name: /\bwangjia\b/ }).click();
  await page.getByRole("textbox", { name: "操作" }).click();
  await page.keyboard.press("Control+Enter");
  await page.getByRole("textbox", { name: "结果" }).getByText("displayName").waitFor();
  await page.getByRole("button", { name: "模式文档" }).click();
  await page.getByRole("heading", { name: "根类型" }).waitFor();
}

async function take(stand: Stand): Promise<void> {
  for (const [name, show] of PICTURES) {
    const { page, close } = await stand.visit();
    await page.setViewportSize(VIEW);
    await show(page);
    const path = `${FOLDER}${name}.png`;
    await page.screenshot({ path });
    await close();
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new Error(`${name}.png has ${size} bytes; ${MOST_BYTES} are allowed.`);
    process.stdout.write(`docs/screenshots/${name}.png, ${Math.ceil(size / 1000)} kB\n`);
  }
}

await mkdir(FOLDER, { recursive: true });
const stand = await openStand();
try {
  await take(stand);
} finally {
  await stand.close();
}
