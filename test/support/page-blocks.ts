/** A block of code on a page of the documentation. */
export interface PageBlock {
  /** What stands after the fence: sh, ini, nginx; empty where nothing does. */
  readonly language: string;
  readonly text: string;
  /** The number of the section it stands in, from `## 3. The hub`; 0 before the first. */
  readonly section: number;
  readonly isForRoot: boolean;
}

/** The blocks of a page, in order. */
export function blocksOf(page: string): readonly PageBlock[] {
  const blocks: PageBlock[] = [];
  let section = 0;
  for (const [, number, language = "", text = ""] of page.matchAll(/^## (\d+)\.|^```(\w*)\n([\s\S]*?)^```$/gm)) {
    if (number !== undefined) section = Number(number);
    else blocks.push({ language, text, section, isForRoot: text.startsWith("# as root") });
  }
  return blocks;
}
