import { describeRefusedRecords, SAID_AT } from "../shared/rows/described-source.ts";
import { column, describeTable, kept, key, later } from "../shared/rows/described-table.ts";
import { day, fen, instant, one, text } from "../shared/rows/drawn-values.ts";
import { premiums, refusedRecords, taxpayers } from "./tables.ts";

export const rows = {
  /** Nothing was fetched yet unless a date is given. */
  taxpayers: describeTable(taxpayers, {
    toldBy: ["Resident.premiums"],
    columns: {
      sourceKey: column(text, ({ residentId }) => `S${String(residentId)}`),
      asOf: later(column(instant, null, "PremiumConnection.asOf", "Premium.asOf")),
    },
    inWorld: ({ id }) => [{ sourceKey: `S${id}`, asOf: SAID_AT }],
  }),
  premiums: describeTable(premiums, {
    toldBy: ["Resident.premiums"],
    columns: {
      premiumId: key(),
      kind: column(one("PENSION", "MEDICAL", "MATERNITY"), "PENSION", "Premium.kind"),
      status: column(one("PAID", "OWED", "REFUNDED"), "PAID", "Premium.status"),
      monthOn: kept("2025-04-01", "Premium.monthOn"),
      paidOn: column(day, "2025-05-10", "Premium.paidOn"),
      amountFen: column(fen, 52_000, "Premium.amountFen"),
    },
    inWorld: ({ id }) =>
      ["2025-04-01", "2025-04-01", "2025-03-01"].map((monthOn, at) => ({
        premiumId: `${id}${9 - at}`,
        monthOn,
        paidOn: at === 0 ? null : `2025-0${6 - at}-10`,
        kind: at === 1 ? "MEDICAL" : "PENSION",
        status: at === 0 ? "OWED" : "PAID",
        amountFen: Number(id) * 11 + at,
      })),
  }),
  refusedRecords: describeRefusedRecords(refusedRecords, "PremiumConnection.unreadableCount"),
};
