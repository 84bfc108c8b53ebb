import { OperatorError } from "../../../hub/operator-error.ts";
import { EVENT_BOOK, type EventBook, readEventBook } from "../../../schema/events/event-book.ts";
import { openHistory } from "./history.ts";

/**
 * What departments told, and who heard it, at a commit; where there were no events yet, at the first commit that has some.
 * Null where no commit has.
 */
export async function readEventBase(folder: string, commit: string): Promise<EventBook | null> {
  const history = openHistory(folder);
  const first = await history.firstWith(EVENT_BOOK);
  if (first === null) return null;
  const isThere = (await history.filesIn(commit, "schema")).includes(EVENT_BOOK);
  return parseEventBook(await history.read(isThere ? commit : first, EVENT_BOOK), EVENT_BOOK);
}

/** `file` is named when the text is none. */
export function parseEventBook(text: string, file: string): EventBook {
  try {
    return readEventBook(text);
  } catch {
    throw new OperatorError(`${file} is no list of events as hub compose writes it.`);
  }
}
