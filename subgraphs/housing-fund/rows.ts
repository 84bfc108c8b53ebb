import { describeRefusedRecords, SAID_AT } from "../shared/rows/described-source.ts";
import { column, describeTable, kept, key } from "../shared/rows/described-table.ts";
import { day, fen, instant, one, text } from "../shared/rows/drawn-values.ts";
import { accounts, deposits, holders, refusedRecords } from "./tables.ts";

export const rows = {
  /** Whose number the fund's files may hold. */
  holders: describeTable(holders, {
    toldBy: [],
    columns: { sourceKey: column(text, ({ residentId }) => `GJ${String(residentId)}`) },
    inWorld: ({ id }) => [{ sourceKey: `GJ${id}` }],
  }),
  accounts: describeTable(accounts, {
    toldBy: ["Resident.housingFund"],
    columns: {
      status: column(one("ACTIVE", "CLOSED"), "ACTIVE", "HousingFund.status"),
      employer: column(text, "示例有限公司", "HousingFund.employer"),
      openedOn: column(day, "2015-07-01", "HousingFund.openedOn"),
      depositedUntilOn: column(day, "2025-05-01", "HousingFund.depositedUntilOn"),
      balanceFen: column(fen, 1_234_500, "HousingFund.balanceFen"),
      monthlyDepositFen: column(fen, 120_000, "HousingFund.monthlyDepositFen"),
      asOf: column(instant, SAID_AT, "HousingFund.asOf", "HousingFundDeposit.asOf"),
    },
    inWorld: ({ id }) => [
      {
        status: "SEALED",
        employer: `江苏第${id}号工厂`,
        openedOn: "2015-07-01",
        depositedUntilOn: "2025-05-01",
        balanceFen: Number(id) * 19,
        monthlyDepositFen: Number(id) * 23,
        asOf: SAID_AT,
      },
    ],
  }),
  deposits: describeTable(deposits, {
    toldBy: ["HousingFund.deposits"],
    columns: {
      depositId: key(),
      monthOn: kept("2025-05-01", "HousingFundDeposit.monthOn"),
      depositedOn: column(day, "2025-05-15", "HousingFundDeposit.depositedOn"),
      amountFen: column(fen, 120_000, "HousingFundDeposit.amountFen"),
    },
    inWorld: ({ id }) =>
      ["2025-05-01", "2025-04-01"].map((monthOn, at) => ({
        depositId: `${id}${9 - at}`,
        monthOn,
        depositedOn: `2025-0${5 - at}-15`,
        amountFen: Number(id) * 29 + at,
      })),
  }),
  refusedRecords: describeRefusedRecords(refusedRecords, "HousingFund.unreadableCount"),
};
