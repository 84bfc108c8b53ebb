import { mayHear } from "./compose-events.ts";
import { type BookedEvent, type EventBook, eventName } from "./event-book.ts";

/** A change of an event that its hearers are not ready for. */
export interface EventBreak {
  /** `population/ResidentMoved@1` */
  readonly event: string;
  readonly change: string;
  /** The departments that hear it. */
  readonly hearers: readonly string[];
}

/**
 * What departments that hear events would miss, or could not read, after a change. They run their own versions, so one that
 * heard an event before counts although its handler is gone now. Events nobody hears may change as they will.
 */
export function findEventBreaks(older: EventBook, newer: EventBook): EventBreak[] {
  return older.events.flatMap((before) => {
    const event = eventName(before);
    const after = newer.events.find((one) => eventName(one) === event);
    const hearers = [...new Set([...before.hearers, ...(after?.hearers ?? [])])].sort();
    if (hearers.length === 0) return [];
    if (after === undefined) return [{ event, change: goneOf(before, newer), hearers }];
    const shutOut = hearers.filter((hearer) => !mayHear(after, hearer));
    const narrowed = shutOut.length === 0 ? [] : [{ event, change: "heardBy leaves it out", hearers: shutOut }];
    const changes = changesOf(before, after, older, newer).map((change) => ({ event, change, hearers }));
    return [...narrowed, ...changes];
  });
}

/** One line for people. */
export function describeEventBreak({ event, change, hearers }: EventBreak): string {
  return `${event}: ${change}; heard by ${hearers.join(", ")}`;
}

function goneOf({ from, name, version }: BookedEvent, { events }: EventBook): string {
  const others = events.filter((one) => one.from === from && one.name === name);
  if (others.length === 0) return "removed";
  const versions = others.map((one) => one.version).join(", ");
  return `there is version ${versions} now, and version ${version} is not kept beside it`;
}

function changesOf(before: BookedEvent, after: BookedEvent, older: EventBook, newer: EventBook): string[] {
  return Object.entries(before.fields).flatMap(([field, type]) => {
    const now = after.fields[field];
    if (now === undefined) return [`${field} is removed`];
    if (namedType(now) !== namedType(type)) return [`${field} was ${type} and is ${now}`];
    const nullable = type.endsWith("!") && !now.endsWith("!") ? [`${field} may be null now`] : [];
    const known = older.enums[before.from]?.[namedType(type)] ?? [];
    const added = (newer.enums[before.from]?.[namedType(type)] ?? []).filter((value) => !known.includes(value));
    return [...nullable, ...(known.length === 0 ? [] : added.map((value) => `${field} may be ${value} now`))];
  });
}

function namedType(type: string): string {
  return type.endsWith("!") ? type.slice(0, -1) : type;
}
