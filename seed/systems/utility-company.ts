import { jsonReply, textsOf } from "./json-reply.ts";
import { digitsOf, yuanOf } from "./legacy-fields.ts";
import type { AnswerQuestion } from "./legacy-server.ts";

interface MonthFact {
  readonly id: string;
  readonly monthOn: string;
  readonly amountFen: number;
}

export interface AccountFact {
  readonly company: string;
  readonly status: (typeof STATUSES)[number];
  readonly bills: readonly (MonthFact & { readonly status: (typeof BILL_STATUSES)[number] })[];
  readonly reductions: readonly MonthFact[];
}

/** An account; null for a number the company never gave out. */
export type AccountBook = (key: string) => AccountFact | null;

const STATUSES = ["ACTIVE", "CUT_OFF", "CLOSED"] as const;
const BILL_STATUSES = ["OWED", "PAID"] as const;

/** A utility company's 户信息查询. */
export function createUtilityCompany(accountOf: AccountBook): AnswerQuestion {
  return ({ path, body }) => {
    if (path !== "/hxx/query") return jsonReply(404, { success: false });
    const rows = textsOf(JSON.parse(body), "hhs").flatMap((key) => {
      const account = accountOf(key);
      return account === null ? [] : [rowOf(key, account)];
    });
    return jsonReply(200, { success: true, total: rows.length, rows });
  };
}

function rowOf(key: string, { company, status, bills, reductions }: AccountFact) {
  return {
    hh: key,
    gydw: company,
    yhzt: String(STATUSES.indexOf(status) + 1),
    zdlb: bills.map((bill) => ({
      zdh: bill.id,
      ny: digitsOf(bill.monthOn).slice(0, 6),
      je: yuanOf(bill.amountFen),
      zt: String(BILL_STATUSES.indexOf(bill.status)),
    })),
    jmlb: reductions.map(({ id, monthOn, amountFen }) => ({
      jmh: id,
      ny: digitsOf(monthOn).slice(0, 6),
      jmje: yuanOf(amountFen),
    })),
  };
}
