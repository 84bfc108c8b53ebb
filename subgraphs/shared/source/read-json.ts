import { z } from "zod";
import { SourceFault } from "./source-fault.ts";

/** Parses an answer in JSON and checks its frame. The parser's own words would quote the answer: they are dropped. */
export function readJson<Frame>(text: string, frame: z.ZodType<Frame>): Frame {
  try {
    return frame.parse(JSON.parse(text));
  } catch {
    throw new SourceFault("SOURCE_ANSWER_MALFORMED");
  }
}

const MOST_PAGES = 50;

/** Reads page after page until the source says that there is none left, and gives up on one that never does. */
export async function readPages<Item>(
  readPage: (page: number) => Promise<{ items: readonly Item[]; isLast: boolean }>,
): Promise<Item[]> {
  const all: Item[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { items, isLast } = await readPage(page);
    all.push(...items);
    if (isLast) return all;
  }
  throw new SourceFault("SOURCE_ANSWER_TOO_LARGE");
}
