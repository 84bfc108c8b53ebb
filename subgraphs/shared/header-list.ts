import { LRUCache } from "lru-cache";

/** One entry of a header such as `Accept`: `text/html;level=1;q=0.5`. Names and values in small letters. */
export interface HeaderEntry {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** How much the client wants it, from 0, not at all, to 1 (RFC 9110, 12.4.2). What can't be read is 0. */
  readonly quality: number;
}

/**
 * Reads a header that is a list. Each character is looked at a fixed number of times: a pattern that passes over blanks
 * to find what comes after them takes time by their square, and 16 KB of them stop the process for a fifth of a second.
 */
export function readHeaderList(header = ""): readonly HeaderEntry[] {
  const known = lists.get(header);
  if (known !== undefined) return known;
  const list = splitOutsideQuotes(header, ",").map(readEntry);
  if (header.length <= LONGEST_KEPT) lists.set(header, list);
  return list;
}

/** Reads a header of one value and its parameters, such as `Content-Type`. */
export function readHeaderEntry(text: string): HeaderEntry {
  const known = entries.get(text);
  if (known !== undefined) return known;
  const entry = readEntry(text);
  if (text.length <= LONGEST_KEPT) entries.set(text, entry);
  return entry;
}

// A client sends the same ones with every request.
const KEPT = 200;
const LONGEST_KEPT = 200;
const lists = new LRUCache<string, readonly HeaderEntry[]>({ max: KEPT });
const entries = new LRUCache<string, HeaderEntry>({ max: KEPT });

function readEntry(text: string): HeaderEntry {
  const [value = "", ...rest] = splitOutsideQuotes(text, ";").map((part) => part.trim().toLowerCase());
  const parameters = new Map(rest.map(readParameter));
  return { value, parameters, quality: readQuality(parameters.get("q")) };
}

/** The values of a header as they came, each line by itself; its name in small letters. */
export function valuesOfHeader(rawHeaders: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] as string;
    if (given.length === name.length && given.toLowerCase() === name) values.push(rawHeaders[at + 1] as string);
  }
  return values;
}

/** How much a media type is wanted, and by which entry. What is named goes before a wider range (RFC 9110, 12.5.1). */
export function preferenceFor(type: string, list: readonly HeaderEntry[]): { quality: number; at: number } {
  for (const range of [type, `${type.split("/", 1)[0] ?? ""}/*`, "*/*"]) {
    const at = list.findIndex(({ value }) => value === range);
    if (at !== -1) return { quality: list[at]?.quality ?? 0, at };
  }
  return { quality: 0, at: -1 };
}

function readParameter(text: string): readonly [string, string] {
  const at = text.indexOf("=");
  if (at === -1) return [text, ""];
  const value = text.slice(at + 1).trim();
  const isQuoted = value.length > 1 && value.startsWith('"') && value.endsWith('"');
  return [text.slice(0, at).trim(), isQuoted ? value.slice(1, -1) : value];
}

function readQuality(written: string | undefined): number {
  if (written === undefined) return 1;
  const quality = written === "" ? 0 : Number(written);
  return quality > 0 ? Math.min(quality, 1) : 0;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let from = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted && character === "\\") at += 1;
    else if (!isQuoted && character === separator) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}
