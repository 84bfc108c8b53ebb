import type { Page } from "playwright-core";

/** A phone, a page at 200 %, tablets, the desks of counters; and the narrowest and the widest there are. */
export const WIDTHS = [360, 390, 683, 820, 1024, 1366, 2560] as const;

const HEIGHT = 768;

export async function setWidth(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: HEIGHT });
}

const READ_OVERHANG = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const over = [...document.querySelectorAll("body *")].filter(
    (element) => element.getBoundingClientRect().right > clientWidth + 1,
  );
  const names = over.map((element) => element.tagName.toLowerCase() + "." + element.className);
  return [scrollWidth + " of " + clientWidth + " px: " + names.slice(0, 8).join(", ")];
})()`;

/** Where the page, as wide as it is now, has to be scrolled sideways. */
export async function sidewaysFaults(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(READ_OVERHANG);
}
