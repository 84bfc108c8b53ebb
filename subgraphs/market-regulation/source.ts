import { z } from "zod";
import { faultOfIdNumber } from "../shared/id-number.ts";
import type { AskSource } from "../shared/source/call-source.ts";
import { checkRecords, readEntries } from "../shared/source/check-records.ts";
import { fields } from "../shared/source/fields.ts";
import { readJson, readPages } from "../shared/source/read-json.ts";
import type { SourceAnswer, SourceDefinition } from "../shared/source/read-through.ts";

/** The number as a licence's face shows it: digits 11 to 14 hidden. The whole one goes no further than this line. */
const faceOfIdNumber = z
  .string()
  .nullable()
  .transform((number, context) => {
    if (number === null) return null;
    if (faultOfIdNumber(number) === null) return `${number.slice(0, 10)}****${number.slice(14)}`;
    context.addIssue({ code: "custom", message: "is not an identity number" });
    return z.NEVER;
  });

const matching = (form: RegExp, expected: string) => z.string().regex(form, { error: expected });

/** One licence (许可证) as the licensing system tells it, in the columns of market_regulation.licences. */
const licence = z
  .object({
    /** 序号 */
    xh: fields.number,
    /** 许可证编号 */
    xkzbh: matching(/^JY\d{14}$/, "is not a licence number"),
    /** 状态 */
    zt: fields.code({ "01": "VALID", "02": "SUSPENDED", "03": "EXPIRED", "04": "REVOKED" }),
    /** 主体业态 */
    ztyt: fields.code({ "1": "SALES", "2": "CATERING", "3": "CANTEEN" }),
    /** 经营场所 */
    jycs: fields.text,
    /** 证件号码 */
    zjhm: faceOfIdNumber,
    /** 经营者名称 */
    jyzmc: fields.text,
    /** 统一社会信用代码 */
    tyshxydm: fields.creditCodeOrNull,
    /** 发证日期 */
    fzrq: fields.day,
    /** 有效期至 */
    yxqz: fields.day,
  })
  .transform((one) => ({
    licence_id: one.xh,
    number: one.xkzbh,
    status: one.zt,
    category: one.ztyt,
    premises: one.jycs,
    holder_id_number: one.zjhm,
    business_name: one.jyzmc,
    credit_code: one.tyshxydm,
    issued_on: one.fzrq,
    expires_on: one.yxqz,
  }));

const page = z.object({
  /** "0": all went well. */
  code: z.literal("0"),
  /** 总页数 */
  zys: z.number().int().min(0),
  data: z.array(z.unknown()),
});

const operator = z.object({ jyzbh: z.string().min(1), xkzlb: z.array(z.unknown()) });

/** The licensing system's 许可证查询: REST, many operators in one call, in pages. */
export const licensingSystem: SourceDefinition = {
  name: "market-regulation",
  fetch: fetchLicences,
  keep: "select market_regulation.keep_licences($1::text::jsonb)",
};

async function fetchLicences(ask: AskSource, sourceKeys: readonly string[]): Promise<SourceAnswer[]> {
  const operators = await readPages(async (number) => {
    const text = await ask({
      path: "/xkz/cx",
      contentType: "application/json; charset=utf-8",
      body: JSON.stringify({ jyzbhs: sourceKeys, ym: number }),
    });
    const { data, zys } = readJson(text, page);
    return { items: data, isLast: number >= zys };
  });
  return readEntries(operators, operator).map(({ jyzbh, xkzlb }) => {
    return { sourceKey: jyzbh, ...checkRecords(xkzlb, licence) };
  });
}
