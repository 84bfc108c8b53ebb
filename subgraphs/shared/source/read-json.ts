import { z } from "zod";
import { UNSTORABLE } from "../storable-text.ts";
import { SourceFault } from "./source-fault.ts";

// JSON writes them as escapes; blanks between its parts are left alone. Built from text: a pattern may not hold them.
const BARE_CONTROL = new RegExp("[\\0-\\x08\\x0B\\x0C\\x0E-\\x1F]", "g");

/**
 * Parses an answer in JSON and checks its frame. The parser's own words would quote the answer: they are dropped. A bare
 * control character costs the record it is in and no other.
 */
export function readJson<Frame>(text: string, frame: z.ZodType<Frame>): Frame {
  try {
    return frame.parse(JSON.parse(text.replace(BARE_CONTROL, UNSTORABLE)));
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
