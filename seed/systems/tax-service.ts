import { codeOf, digitsOf, yuanOf } from "./legacy-fields.ts";
import type { AnswerQuestion, LegacyReply } from "./legacy-server.ts";

export interface PremiumFact {
  readonly id: string;
  readonly kind: (typeof KINDS)[number];
  readonly status: (typeof STATUSES)[number];
  /** First day of the month. */
  readonly monthOn: string;
  readonly paidOn: string | null;
  readonly amountFen: number;
}

/** The premiums of a taxpayer; null for a number the service never gave out. */
export type PremiumBook = (key: string) => readonly PremiumFact[] | null;

const KINDS = ["PENSION", "MEDICAL", "WORK_INJURY", "UNEMPLOYMENT", "MATERNITY"] as const;
const STATUSES = ["PAID", "OWED", "REFUNDED"] as const;
const TAXPAYERS_PER_PAGE = 20;

/**
 * The tax service as it might have been built in 2006: SOAP 1.1, names in pinyin, amounts in yuan with commas, days
 * without hyphens, pages of twenty, faults with status 500. `?wsdl` describes it.
 */
export function createTaxService(premiumsOf: PremiumBook): AnswerQuestion {
  return ({ path, body }) => {
    if (path.endsWith("?wsdl")) return xml(200, WSDL);
    const keys = [...body.matchAll(/<(?:\w+:)?nsrsbh>([^<]{1,64})<\/(?:\w+:)?nsrsbh>/g)].map((match) => match[1] ?? "");
    const page = Number(/<(?:\w+:)?ym>(\d{1,3})<\/(?:\w+:)?ym>/.exec(body)?.[1] ?? Number.NaN);
    if (!body.includes("cxjfmx") || keys.length === 0 || !(page >= 1)) return fault("Client", "参数错误");
    const asked = keys.slice((page - 1) * TAXPAYERS_PER_PAGE, page * TAXPAYERS_PER_PAGE);
    const taxpayers = asked.map((key) => taxpayerElement(key, premiumsOf(key))).join("");
    const pages = Math.ceil(keys.length / TAXPAYERS_PER_PAGE);
    return xml(
      200,
      envelope(
        `<ns2:cxjfmxResponse xmlns:ns2="urn:sbf"><zys>${pages}</zys><nsrxxLb>${taxpayers}</nsrxxLb></ns2:cxjfmxResponse>`,
      ),
    );
  };
}

function taxpayerElement(key: string, premiums: readonly PremiumFact[] | null): string {
  if (premiums === null) return "";
  const items = premiums.map(
    ({ id, kind, status, monthOn, paidOn, amountFen }) =>
      `<jfmx><lsh>${id}</lsh><xzdm>${codeOf(KINDS, kind)}</xzdm><fkssq>${digitsOf(monthOn).slice(0, 6)}</fkssq>` +
      `<jfrq>${digitsOf(paidOn)}</jfrq><jfje>${yuanOf(amountFen)}</jfje><zt>${codeOf(STATUSES, status)}</zt></jfmx>`,
  );
  return `<nsrxx><nsrsbh>${key}</nsrsbh><jfmxLb>${items.join("")}</jfmxLb></nsrxx>`;
}

function fault(code: string, words: string): LegacyReply {
  const content = `<faultcode>soapenv:${code}</faultcode><faultstring>${words}</faultstring>`;
  return xml(500, envelope(`<soapenv:Fault>${content}</soapenv:Fault>`));
}

function envelope(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`;
}

function xml(status: number, body: string): LegacyReply {
  return { status, contentType: "text/xml; charset=UTF-8", body: Buffer.from(body) };
}

const WSDL = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" name="sbf" targetNamespace="urn:sbf">
  <portType name="sbfPortType"><operation name="cxjfmx"><documentation>查询缴费明细</documentation></operation></portType>
</definitions>`;
