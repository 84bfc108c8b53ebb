import type { refusedRecordsOf } from "../source/refused-records.ts";
import { column, describeTable, kept, key } from "./described-table.ts";
import { text } from "./drawn-values.ts";

/** When the systems elsewhere last said what is kept of them in the tests' world, where nobody can ask them. */
export const SAID_AT = "2025-06-01T08:00:00.000Z";

/** Of everybody in the tests' world one record could not be read. */
export function describeRefusedRecords(table: ReturnType<typeof refusedRecordsOf>, toldBy: string) {
  return describeTable(table, {
    toldBy: [toldBy],
    columns: refusedRecordColumns,
    inWorld: () => [{ recordNumber: 1, reason: "jfje is not an amount in yuan" }],
  });
}

export const refusedRecordColumns = {
  recordNumber: key(),
  reason: column(text, "jfje is not an amount in yuan"),
  refusedAt: kept(SAID_AT),
};
