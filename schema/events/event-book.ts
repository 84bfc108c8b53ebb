import { z } from "zod";

const eventSchema = z.strictObject({
  from: z.string(),
  name: z.string(),
  version: z.number(),
  heardBy: z.array(z.string()),
  /** Types as events.graphql writes them. */
  fields: z.record(z.string(), z.string()),
  /** Departments that have a handler for it. */
  hearers: z.array(z.string()),
});
const bookSchema = z.strictObject({
  events: z.array(eventSchema),
  /** By department. */
  enums: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
});

/** What departments tell, and who hears it: schema/events.json, which `hub compose` writes. */
export type EventBook = z.infer<typeof bookSchema>;
export type BookedEvent = EventBook["events"][number];

export const EVENT_BOOK = "schema/events.json";

export function readEventBook(text: string): EventBook {
  return bookSchema.parse(JSON.parse(text));
}

/** How an event is named to people. */
export function eventName({ from, name, version }: Pick<BookedEvent, "from" | "name" | "version">): string {
  return `${from}/${name}@${version}`;
}

/** The departments that hear an event of this one. */
export function hearersIn({ events }: EventBook, department: string) {
  const byName = new Map(
    events.flatMap((event) => (event.from === department ? [[`${event.name}@${event.version}`, event.hearers]] : [])),
  );
  return ({ name, version }: Pick<BookedEvent, "name" | "version">): readonly string[] =>
    byName.get(`${name}@${version}`) ?? [];
}

/** All that hear any event of this department. */
export function allHearersOf({ events }: EventBook, department: string): readonly string[] {
  const hearers = events.flatMap((event) => (event.from === department ? event.hearers : []));
  return [...new Set(hearers)].sort();
}
