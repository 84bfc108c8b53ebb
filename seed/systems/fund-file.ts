import iconv from "iconv-lite";
import { codeOf, digitsOf, yuanOf } from "./legacy-fields.ts";

export interface FundAccountFact {
  readonly key: string;
  readonly status: (typeof STATUSES)[number];
  readonly employer: string;
  readonly openedOn: string;
  readonly depositedUntilOn: string | null;
  readonly balanceFen: number;
  readonly monthlyDepositFen: number;
  readonly deposits: readonly {
    readonly id: string;
    readonly monthOn: string;
    readonly depositedOn: string;
    readonly amountFen: number;
  }[];
}

const STATUSES = ["ACTIVE", "SEALED", "CLOSED"] as const;

/** The housing fund's file of one night as its mainframe writes it: CSV in GB18030 with a head and an end line. */
export function writeFundFile(day: string, accounts: readonly FundAccountFact[]): Buffer {
  const records = accounts.flatMap((account) => [accountLine(account), ...depositLines(account)]);
  const lines = [`H,${digitsOf(day)},${records.length}`, ...records, `T,${records.length}`];
  return iconv.encode(lines.map((line) => `${line}\r\n`).join(""), "gb18030");
}

function accountLine(account: FundAccountFact): string {
  const { key, status, employer, openedOn, depositedUntilOn, balanceFen, monthlyDepositFen } = account;
  const until = digitsOf(depositedUntilOn).slice(0, 6);
  const amounts = `"${yuanOf(balanceFen)}","${yuanOf(monthlyDepositFen)}"`;
  return `01,${key},${codeOf(STATUSES, status)},"${employer.replaceAll('"', '""')}",${digitsOf(openedOn)},${until},${amounts}`;
}

function depositLines({ key, deposits }: FundAccountFact): string[] {
  return deposits.map(
    ({ id, monthOn, depositedOn, amountFen }) =>
      `02,${key},${id},${digitsOf(monthOn).slice(0, 6)},${digitsOf(depositedOn)},"${yuanOf(amountFen)}"`,
  );
}
