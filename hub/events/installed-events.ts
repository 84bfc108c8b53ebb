import { EVENT_BOOK, type EventBook, readEventBook } from "../../schema/events/event-book.ts";
import { readRootFile } from "../installed-files.ts";

let book: EventBook | undefined;

/** What departments tell and who hears it, as this hub was composed. */
export function installedEvents(): EventBook {
  return (book ??= readEventBook(readRootFile(EVENT_BOOK)));
}
