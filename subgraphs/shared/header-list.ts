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
export function readHeaderList(header: string | undefined): readonly HeaderEntry[] {
  return splitOutsideQuotes(header ?? "", ",").map(readHeaderEntry);
}

/** Reads a header of one value and its parameters, such as `Content-Type`. */
export function readHeaderEntry(text: string): HeaderEntry {
  const [value = "", ...rest] = splitOutsideQuotes(text, ";").map((part) => part.trim().toLowerCase());
  const parameters = new Map(rest.map(readParameter));
  return { value, parameters, quality: readQuality(parameters.get("q")) };
}

/** How much a media type is wanted, and by which entry. What is named goes before a wider range (RFC 9110, 12.5.1). */
export function preferenceFor(type: string, entries: readonly HeaderEntry[]): { quality: number; at: number } {
  for (const range of [type, `${type.split("/", 1)[0] ?? ""}/*`, "*/*"]) {
    const at = entries.findIndex(({ value }) => value === range);
    if (at !== -1) return { quality: entries[at]?.quality ?? 0, at };
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
