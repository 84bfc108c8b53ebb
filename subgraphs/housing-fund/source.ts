import { parse } from "csv-parse/sync";
import { z } from "zod";
import { checkRecords } from "../shared/source/check-records.ts";
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
  | { readonly kind: "refused"; readonly reason: string };

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
  if (typeof columns === "string") return { kind: "refused", reason: columns };
  const [type, ...values] = columns;
  if (type === "H") return checked(head, ["day", "count"], values, (read) => ({ kind: "head", ...read }));
  if (type === "T") return checked(end, ["count"], values, (read) => ({ kind: "end", ...read }));
  const record = (read: FundRecord): FundLine => ({ kind: "record", record: read });
  if (type === "01") return checked(account, ["grzh", "zhzt", "dwmc", "khrq", "jzny", "ye", "yjce"], values, record);
  if (type === "02") return checked(deposit, ["grzh", "lsh", "ny", "jcrq", "je"], values, record);
  return { kind: "refused", reason: "is no known kind of record" };
}

function columnsOf(bytes: Buffer): string[] | string {
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

function checked<Read>(
  schema: z.ZodType<Read>,
  names: readonly string[],
  values: readonly string[],
  use: (read: Read) => FundLine,
): FundLine {
  if (values.length !== names.length) return { kind: "refused", reason: "has more or fewer columns than agreed" };
  const { records, refused } = checkRecords([Object.fromEntries(names.map((name, at) => [name, values[at]]))], schema);
  const [read] = records;
  return read === undefined ? { kind: "refused", reason: refused[0]?.reason ?? "is not as agreed" } : use(read);
}
