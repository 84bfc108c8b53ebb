import type { Browser, BrowserContext, ConsoleMessage, Page } from "playwright-core";

/** One visitor with a browser profile of its own. */
export interface Tab {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Where its pages asked somebody other than the hub, broke their policy, or threw. */
  faults(): readonly string[];
  close(): Promise<void>;
}

/** How long a step may take on a machine that does much else. */
export const PATIENCE_MS = 30_000;

const WIDE = { width: 1366, height: 820 };

export async function openTab(browser: Browser, hubUrl: string): Promise<Tab> {
  const context = await browser.newContext({
    baseURL: hubUrl,
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: WIDE,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const wrong: string[] = [];
  context.on("request", (request) => {
    if (!isOurs(request.url(), hubUrl)) wrong.push(`asked ${request.url()}`);
  });
  context.on("console", (message) => {
    if (isRefusal(message)) wrong.push(`broke its policy: ${message.text()}`);
  });
  context.on("weberror", (error) => wrong.push(`threw ${error.error().message}`));
  const page = await context.newPage();
  return {
    page,
    context,
    faults: () => wrong,
    close: () => context.close(),
  };
}

function isOurs(url: string, hubUrl: string): boolean {
  return url.startsWith(`${hubUrl}/`) || url.startsWith("data:") || url.startsWith(`blob:${hubUrl}/`);
}

/** Chromium says on the console what a policy refused, of the page and of its workers. */
function isRefusal(message: ConsoleMessage): boolean {
  return message.type() === "error" && /Content Security Policy|Permissions policy/i.test(message.text());
}
