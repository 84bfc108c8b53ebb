import { z } from "zod";
import type { AskSource } from "../shared/source/call-source.ts";
import { type Checked, checkRecords, readEntries } from "../shared/source/check-records.ts";
import { fields } from "../shared/source/fields.ts";
import { readJson } from "../shared/source/read-json.ts";
import type { SourceAnswer, SourceDefinition } from "../shared/source/read-through.ts";

export type Kind = "WATER" | "ELECTRICITY" | "GAS";

/** One bill (账单), in the columns of utilities.bills. */
const bill = z
  .object({ zdh: fields.number, ny: fields.month, je: fields.fen, zt: fields.code({ "0": "OWED", "1": "PAID" }) })
  .transform(({ zdh, ny, je, zt }) => ({ record: "bill", id: zdh, month_on: ny, amount_fen: je, status: zt }));

/** One reduction (减免), in the columns of utilities.reductions. */
const reduction = z
  .object({ jmh: fields.number, ny: fields.month, jmje: fields.fen })
  .transform(({ jmh, ny, jmje }) => ({ record: "reduction", id: jmh, month_on: ny, amount_fen: jmje }));

/** The account (户) itself. */
const account = z
  .object({
    /** 供应单位 */
    gydw: fields.text,
    /** 用户状态 */
    yhzt: fields.code({ "1": "ACTIVE", "2": "CUT_OFF", "3": "CLOSED" }),
  })
  .transform(({ gydw, yhzt }) => ({ record: "account", company: gydw, status: yhzt }));

const reply = z.object({
  success: z.literal(true),
  rows: z.array(z.unknown()),
});

const household = z.looseObject({ hh: z.string().min(1), zdlb: z.array(z.unknown()), jmlb: z.array(z.unknown()) });

/** The companies' 户信息查询: REST, all in one page; the three agreed on one form. */
export const companies: Readonly<Record<Kind, SourceDefinition>> = {
  WATER: companyOf("utilities/water"),
  ELECTRICITY: companyOf("utilities/electricity"),
  GAS: companyOf("utilities/gas"),
};

export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(companies, kind);
}

function companyOf(name: string): SourceDefinition {
  return { name, fetch: fetchAccounts, keep: "select utilities.keep_accounts($1::text::jsonb)" };
}

async function fetchAccounts(ask: AskSource, sourceKeys: readonly string[]): Promise<SourceAnswer[]> {
  const text = await ask({
    path: "/hxx/query",
    contentType: "application/json; charset=utf-8",
    body: JSON.stringify({ hhs: sourceKeys }),
  });
  return readEntries(readJson(text, reply).rows, household).map((row) => {
    const own = checkRecords<object>([row], account);
    const bills = checkRecords<object>(row.zdlb, bill);
    const { records, refused } = joined([own, bills, checkRecords<object>(row.jmlb, reduction)]);
    // Without the account its bills say little, and bills of which none could be read are not none: what was kept stays.
    const isUnreadable = [own, bills].some((part) => part.records.length === 0 && part.refused.length > 0);
    return { sourceKey: row.hh, records: isUnreadable ? [] : records, refused };
  });
}

/** Numbers refused records through: the account first, then its bills, then its reductions. */
function joined(parts: readonly Checked<object>[]): Checked<object> {
  const records: object[] = [];
  const refused: Checked<object>["refused"][number][] = [];
  let before = 0;
  for (const part of parts) {
    records.push(...part.records);
    refused.push(...part.refused.map(({ position, reason }) => ({ position: before + position, reason })));
    before += part.records.length + part.refused.length;
  }
  return { records, refused };
}
