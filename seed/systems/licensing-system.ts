import { jsonReply, textsOf } from "./json-reply.ts";
import { codeOf, digitsOf } from "./legacy-fields.ts";
import type { AnswerQuestion } from "./legacy-server.ts";

export interface LicenceFact {
  readonly id: string;
  readonly number: string;
  readonly status: (typeof STATUSES)[number];
  readonly category: (typeof CATEGORIES)[number];
  readonly premises: string;
  /** Whole: old systems hide nothing from each other. */
  readonly holderIdNumber: string | null;
  readonly businessName: string;
  readonly creditCode: string | null;
  readonly issuedOn: string;
  readonly expiresOn: string;
}

/** The licences of an operator; null for a number the system never gave out. */
export type LicenceBook = (key: string) => readonly LicenceFact[] | null;

const STATUSES = ["VALID", "SUSPENDED", "EXPIRED", "REVOKED"] as const;
const CATEGORIES = ["SALES", "CATERING", "CANTEEN"] as const;
const OPERATORS_PER_PAGE = 20;

/** The licensing system as it might have been built in 2012: POST for everything, names in pinyin, codes for words. */
export function createLicensingSystem(licencesOf: LicenceBook): AnswerQuestion {
  return ({ path, body }) => {
    if (path !== "/xkz/cx") return jsonReply(404, { code: "404", msg: "接口不存在" });
    const asked: unknown = JSON.parse(body);
    const keys = textsOf(asked, "jyzbhs");
    const page = Number((asked as { ym?: unknown }).ym);
    const shown = keys.slice((page - 1) * OPERATORS_PER_PAGE, page * OPERATORS_PER_PAGE);
    const data = shown.flatMap((key) => {
      const licences = licencesOf(key);
      return licences === null ? [] : [{ jyzbh: key, xkzlb: licences.map(rowOf) }];
    });
    return jsonReply(200, { code: "0", msg: "成功", zys: Math.ceil(keys.length / OPERATORS_PER_PAGE), data });
  };
}

function rowOf(licence: LicenceFact) {
  return {
    xh: licence.id,
    xkzbh: licence.number,
    zt: codeOf(STATUSES, licence.status),
    ztyt: String(CATEGORIES.indexOf(licence.category) + 1),
    jycs: licence.premises,
    zjhm: licence.holderIdNumber,
    jyzmc: licence.businessName,
    tyshxydm: licence.creditCode,
    fzrq: digitsOf(licence.issuedOn),
    yxqz: digitsOf(licence.expiresOn),
  };
}
