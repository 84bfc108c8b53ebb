import { z } from "zod";
import type { AskSource } from "../shared/source/call-source.ts";
import { checkRecords, readEntries } from "../shared/source/check-records.ts";
import { fields } from "../shared/source/fields.ts";
import { readPages } from "../shared/source/read-json.ts";
import { readXml } from "../shared/source/read-xml.ts";
import type { SourceAnswer, SourceDefinition } from "../shared/source/read-through.ts";
import { SourceFault } from "../shared/source/source-fault.ts";

/** One premium as `jfmx` (缴费明细) tells it, in the columns of taxation.premiums. */
const premium = z
  .object({
    /** 流水号 */
    lsh: fields.number,
    /** 险种代码 */
    xzdm: fields.code({
      "01": "PENSION",
      "02": "MEDICAL",
      "03": "WORK_INJURY",
      "04": "UNEMPLOYMENT",
      "05": "MATERNITY",
    }),
    /** 费款所属期 */
    fkssq: fields.month,
    /** 缴费日期 */
    jfrq: fields.dayOrNull,
    /** 缴费金额, yuan */
    jfje: fields.fen,
    /** 状态 */
    zt: fields.code({ "01": "PAID", "02": "OWED", "03": "REFUNDED" }),
  })
  .transform(({ lsh, xzdm, fkssq, jfrq, jfje, zt }) => ({
    premium_id: lsh,
    kind: xzdm,
    month_on: fkssq,
    paid_on: jfrq,
    amount_fen: jfje,
    status: zt,
  }));

// One element stands as itself, several as a list, and one without children as its text, here none.
const listOf = (element: string) =>
  z.union([z.literal(""), z.record(z.string(), z.unknown())]).transform((given): unknown[] => {
    const found = given === "" ? undefined : given[element];
    return found === undefined ? [] : Array.isArray(found) ? (found as unknown[]) : [found];
  });

const taxpayer = z.object({ nsrsbh: z.string().min(1), jfmxLb: listOf("jfmx") });

const reply = z.object({
  Envelope: z.object({
    Body: z.object({ cxjfmxResponse: z.object({ zys: z.string().regex(/^\d{1,3}$/), nsrxxLb: listOf("nsrxx") }) }),
  }),
});

/** The tax service's 查询缴费明细 (`cxjfmx`): SOAP 1.1, many taxpayers in one call, in pages. */
export const premiumService: SourceDefinition = {
  name: "taxation",
  fetch: fetchPremiums,
  keep: "select taxation.keep_premiums($1::text::jsonb)",
};

async function fetchPremiums(ask: AskSource, sourceKeys: readonly string[]): Promise<SourceAnswer[]> {
  const taxpayers = await readPages(async (page) => {
    const text = await ask({
      contentType: "text/xml; charset=utf-8",
      headers: { soapaction: '"cxjfmx"' },
      body: envelope(sourceKeys, page),
    });
    const read = reply.safeParse(readXml(text));
    if (!read.success) throw new SourceFault("SOURCE_ANSWER_MALFORMED");
    const { zys, nsrxxLb } = read.data.Envelope.Body.cxjfmxResponse;
    return { items: nsrxxLb, isLast: page >= Number(zys) };
  });
  return readEntries(taxpayers, taxpayer).map(({ nsrsbh, jfmxLb }) => {
    return { sourceKey: nsrsbh, ...checkRecords(jfmxLb, premium) };
  });
}

function envelope(sourceKeys: readonly string[], page: number): string {
  const keys = sourceKeys.map((key) => `<sb:nsrsbh>${escaped(key)}</sb:nsrsbh>`).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sb="urn:sbf">
<soapenv:Body><sb:cxjfmx><sb:nsrsbhLb>${keys}</sb:nsrsbhLb><sb:ym>${page}</sb:ym></sb:cxjfmx></soapenv:Body>
</soapenv:Envelope>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
