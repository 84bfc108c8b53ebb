import { z } from "zod";
import { isCreditCode } from "../credit-code.ts";
import { isStorable } from "../storable-text.ts";

// What GraphQL's Int and PostgreSQL's integer hold: 21 million yuan, far above what one person pays or owns.
const MOST_FEN = 2_147_483_647;

// "1,234.50", "1234.5", "-12", "+12", ".50"; groups only where they belong. Old systems leave out a zero before the point.
const YUAN = /^([+-]?)(\d{1,3}(?:,\d{3})+|\d+|(?=\.))(?:\.(\d{1,2}))?$/;

/** Yuan as old systems write them, to fen. Digits only, no floats: 0.1 + 0.2 is not 0.3 there. Null: not an amount. */
export function fenOfYuan(text: string): number | null {
  const [, sign, yuan, fraction = ""] = YUAN.exec(text.trim()) ?? [];
  if (yuan === undefined) return null;
  const fen = Number(yuan.replaceAll(",", "") + fraction.padEnd(2, "0"));
  if (fen > MOST_FEN) return null;
  return sign === "-" && fen !== 0 ? -fen : fen;
}

// Before it are only the years that programs put for "no day", 0000 and 0001, which PostgreSQL refuses in part.
const FIRST_YEAR = "1900";

/** A day written 20261123, to 2026-11-23. Null: not a day. */
export function dayOfDigits(text: string): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim()) ?? [];
  if (year === undefined || year < FIRST_YEAR) return null;
  const written = `${year}-${month ?? ""}-${day ?? ""}`;
  const date = new Date(`${written}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(written) ? null : written;
}

// xs:date: the zone says where the day is counted, and a day is no instant, so it stays the day that is written.
const XML_DAY = /^(\d{4})-(\d{2})-(\d{2})(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/;

/** A day as an old system writes it, 20261123, or as XML has it, 2026-11-23 or 2026-11-23+08:00. Null: not a day. */
export function dayOf(text: string): string | null {
  const [, year, month, day] = XML_DAY.exec(text.trim()) ?? [];
  return dayOfDigits(year === undefined ? text : `${year}${month ?? ""}${day ?? ""}`);
}

// What a business had before there were credit codes: 15 digits, and 13 until 2007.
const REGISTRATION_NUMBER = /^(?:\d{13}|\d{15})$/;

const BLANKS = "\t\n\r";

/** Shift sequences of other character sets, among others: no text for people holds them. Blanks are kept. */
function hasControlCharacter(text: string): boolean {
  return [...text].some((one) => (one < " " && !BLANKS.includes(one)) || one === "\u007F");
}

const read = <Value>(convert: (text: string) => Value | null, expected: string) =>
  z.string().transform((text, context) => {
    const value = convert(text);
    if (value !== null) return value;
    context.addIssue({ code: "custom", message: expected });
    return z.NEVER;
  });

/** The fields of old systems, checked and brought into the hub's units. Messages never repeat a value. */
export const fields = {
  fen: read(fenOfYuan, "is not an amount in yuan"),
  day: read(dayOf, "is not a day like 20260131"),
  /** 202601, to the first day of the month. */
  month: read((text) => dayOfDigits(`${text.trim()}01`), "is not a month like 202601"),
  /** A day, or nothing. */
  dayOrNull: z
    .string()
    .nullish()
    .transform((text, context) => {
      if (text === undefined || text === null || text.trim() === "") return null;
      const day = dayOf(text);
      if (day !== null) return day;
      context.addIssue({ code: "custom", message: "is not a day like 20260131" });
      return z.NEVER;
    }),
  /** A status or kind by the code the source has for it. */
  code: <Value extends string>(meanings: Readonly<Record<string, Value>>) =>
    read(
      (text) => (Object.hasOwn(meanings, text.trim()) ? (meanings[text.trim()] ?? null) : null),
      "is not a known code",
    ),
  text: z
    .string()
    .refine((text) => isStorable(text) && !hasControlCharacter(text), {
      error: "holds a character that can't be stored",
    })
    .trim()
    .min(1, { error: "is empty" })
    .max(200, { error: "is longer than 200 characters" }),
  /** A unified social credit code; null for a business that has none yet, or the number from before. */
  creditCodeOrNull: z
    .string()
    .nullish()
    .transform((text, context) => {
      const code = text?.trim().toUpperCase() ?? "";
      if (code === "" || REGISTRATION_NUMBER.test(code)) return null;
      if (isCreditCode(code)) return code;
      context.addIssue({ code: "custom", message: "is not a credit code" });
      return z.NEVER;
    }),
  /** A number that tells a record of a person from the others. */
  number: read((text) => (/^[1-9]\d{0,17}$/.test(text.trim()) ? text.trim() : null), "is not a number"),
};
