import { refusedRecordColumns, SAID_AT } from "../shared/rows/described-source.ts";
import { column, describeTable, kept, key, later } from "../shared/rows/described-table.ts";
import { fen, instant, one, text } from "../shared/rows/drawn-values.ts";
import { accounts, bills, reductions, refusedRecords } from "./tables.ts";

/** Accounts of a person of the tests' world; the second was cut off. */
const accountIds = (id: string) => [0, 1].map((at) => ({ at, accountId: `${id}${at}` }));

export const rows = {
  /** Nothing was fetched yet unless a date is given. */
  accounts: describeTable(accounts, {
    toldBy: ["Resident.utilityAccounts"],
    columns: {
      accountId: { ...key(), usual: ({ residentId }) => `${String(residentId)}0` },
      kind: kept("WATER", "UtilityAccount.kind"),
      sourceKey: column(text, ({ residentId }) => `W${String(residentId)}`),
      company: later(column(text, null, "UtilityAccount.company")),
      status: later(column(one("ACTIVE", "CLOSED"), null, "UtilityAccount.status")),
      asOf: later(column(instant, null, "UtilityAccount.asOf", "UtilityBill.asOf", "UtilityReduction.asOf")),
    },
    inWorld: ({ id }) =>
      accountIds(id).map(({ at, accountId }) => ({
        accountId,
        kind: at === 0 ? "ELECTRICITY" : "WATER",
        sourceKey: `W${id}`,
        company: `示例${at}公司`,
        status: at === 0 ? "ACTIVE" : "CUT_OFF",
        asOf: SAID_AT,
      })),
  }),
  bills: describeTable(bills, {
    toldBy: ["UtilityAccount.bills"],
    columns: {
      accountId: key(),
      billId: key(),
      monthOn: kept("2025-04-01", "UtilityBill.monthOn"),
      status: column(one("PAID", "OWED"), "PAID", "UtilityBill.status"),
      amountFen: column(fen, 4_500, "UtilityBill.amountFen"),
    },
    inWorld: ({ id }) =>
      accountIds(id).flatMap(({ at, accountId }) =>
        ["2025-04-01", "2025-03-01"].map((monthOn, back) => ({
          accountId,
          billId: `${id}${9 - back}`,
          monthOn,
          status: back === 0 ? "OWED" : "PAID",
          amountFen: Number(id) * 13 + at * 10 + back,
        })),
      ),
  }),
  reductions: describeTable(reductions, {
    toldBy: ["UtilityAccount.reductions"],
    columns: {
      accountId: key(),
      reductionId: key(),
      monthOn: kept("2025-04-01", "UtilityReduction.monthOn"),
      amountFen: column(fen, 4_500, "UtilityReduction.amountFen"),
    },
    inWorld: ({ id }) =>
      accountIds(id).map(({ at, accountId }) => ({
        accountId,
        reductionId: `${id}1`,
        monthOn: "2025-04-01",
        amountFen: Number(id) * 17 + at,
      })),
  }),
  refusedRecords: describeTable(refusedRecords, {
    toldBy: ["UtilityAccount.unreadableCount"],
    columns: { accountId: key(), ...refusedRecordColumns },
    inWorld: ({ id }) =>
      accountIds(id).map(({ accountId }) => ({ accountId, recordNumber: 1, reason: "jfje is not an amount in yuan" })),
  }),
};
