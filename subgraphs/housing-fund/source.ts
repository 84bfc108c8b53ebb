import { parse } from "csv-parse/sync";
import { z } from "zod";
import { checkRecords } from "../shared/source/check-records.ts";
import { isInUtf8 } from "./source-character-set.ts";
import { fields } from "../shared/source/fields.ts";

/** A line of the fund's file: whose it is and its facts, in the columns of the department's tables. */
export interface FundRecord {
  readonly sourceKey: string;
  readonly facts: object;
}

export type FundLine =
  | { readonly kind: "head"; readonly day: string; readonly count: number }
  | { readonly kind: "record"; readonly record: FundRecord }
  | { readonly kind: "end"; readonly count: number }
  | RefusedLine;

/** A line that is not as agreed, and whose it is where so much can be read of it. */
export interface RefusedLine {
  readonly kind: "refused";
  readonly reason: string;
  readonly sourceKey: string | null;
}

const key = z.string().regex(/^[0-9A-Z]{4,32}$/, { error: "is not an account number" });
const count = z
  .string()
  .regex(/^\d{1,9}$/, { error: "is not a number of records" })
  .transform(Number);

const account = z
  .object({
    grzh: key,
    zhzt: fields.code({ "01": "ACTIVE", "02": "SEALED", "03": "CLOSED" }),
    dwmc: fields.text,
    khrq: fields.day,
    jzny: z.union([z.literal("").transform(() => null), fields.month]),
    ye: fields.fen,
    yjce: fields.fen,
  })
  .transform(({ grzh, zhzt, dwmc, khrq, jzny, ye, yjce }) => ({
    sourceKey: grzh,
    facts: {
      record: "account",
      status: zhzt,
      employer: dwmc,
      opened_on: khrq,
      deposited_until_on: jzny,
      balance_fen: ye,
      monthly_deposit_fen: yjce,
    },
  }));

const deposit = z
  .object({ grzh: key, lsh: fields.number, ny: fields.month, jcrq: fields.day, je: fields.fen })
  .transform(({ grzh, lsh, ny, jcrq, je }) => ({
    sourceKey: grzh,
    facts: { record: "deposit", deposit_id: lsh, month_on: ny, deposited_on: jcrq, amount_fen: je },
  }));

const head = z.object({ day: fields.day, count });
const end = z.object({ count });

const gb18030 = new TextDecoder("gb18030", { fatal: true });

/**
 * Reads one line. Each is decoded and parsed for itself: in GB18030 no part of a character looks like the end of a
 * line, and a quote left open spoils its own line and not the rest of the file.
 */
export function readFundLine(bytes: Buffer): FundLine {
  const columns = columnsOf(bytes);
  if (typeof columns === "string") return refuse(columns, bytes);
  const checked = <Read>(
    schema: z.ZodType<Read>,
    names: readonly string[],
    values: readonly string[],
    use: (read: Read) => FundLine,
  ): FundLine => {
    if (values.length !== names.length) return refuse("has more or fewer columns than agreed", bytes);
    const given = Object.fromEntries(names.map((name, at) => [name, values[at]]));
    const { records, refused } = checkRecords([given], schema);
    const [read] = records;
    return read === undefined ? refuse(refused[0]?.reason ?? "is not as agreed", bytes) : use(read);
  };
  const [type, ...values] = columns;
  if (type === "H") return checked(head, ["day", "count"], values, (read) => ({ kind: "head", ...read }));
  if (type === "T") return checked(end, ["count"], values, (read) => ({ kind: "end", ...read }));
  const record = (read: FundRecord): FundLine => ({ kind: "record", record: read });
  if (type === "01") return checked(account, ["grzh", "zhzt", "dwmc", "khrq", "jzny", "ye", "yjce"], values, record);
  if (type === "02") return checked(deposit, ["grzh", "lsh", "ny", "jcrq", "je"], values, record);
  return refuse("is no known kind of record", bytes);
}

/** A line too long to be read: how it begins says whose it is. */
export function refuseTooLong(beginning: Buffer): RefusedLine {
  return refuse("is too long", beginning);
}

// Kind and account number stand first and are ASCII: they are legible where the rest of the line is not.
const BEGINNING = /^\s*"?[0-9A-Za-z]{1,4}"?\s*,\s*"?([0-9A-Z]{4,32})"?\s*(?:,|$)/;

function refuse(reason: string, bytes: Buffer): RefusedLine {
  const [, sourceKey = null] = BEGINNING.exec(bytes.subarray(0, 128).toString("latin1")) ?? [];
  return { kind: "refused", reason, sourceKey };
}

function columnsOf(bytes: Buffer): string[] | string {
  if (isInUtf8(bytes)) return "is in UTF-8 and not in GB18030";
  let text: string;
  try {
    text = gb18030.decode(bytes);
  } catch {
    return "is not GB18030";
  }
  try {
    const [columns, ...more] = parse(text, { trim: true });
    return columns === undefined || more.length > 0 ? "is not one line of CSV" : columns;
  } catch {
    // The parser quotes the line it fails at.
    return "is not one line of CSV";
  }
}
