import { column, describeTable, kept, key } from "../shared/rows/described-table.ts";
import { instant, one, text } from "../shared/rows/drawn-values.ts";
import { accessRecords } from "./tables.ts";

/** Looks are written by the hub alone: no seed makes them up. */
export const rows = {
  accessRecords: describeTable(accessRecords, {
    toldBy: ["Query.accessRecords"],
    columns: {
      recordId: key("AccessRecord.id"),
      position: kept(undefined),
      recordedAt: column(instant, undefined, "AccessRecord.recordedAt"),
      requestId: column(text, "request-0001", "AccessRecord.requestId"),
      viewerId: column(text, "1", "AccessRecord.viewerId"),
      viewerName: column(text, null, "AccessRecord.viewerName"),
      viewerOffice: column(text, null, "AccessRecord.viewerOffice"),
      roles: column(() => ["integrator"], ["window_clerk"], "AccessRecord.viewerRoles"),
      areas: kept([]),
      department: column(one(null, "health"), null, "AccessRecord.viewerDepartment"),
      purpose: column(one(null, "item:320101-009", "case:2025-0009"), "item:320101-001", "AccessRecord.purpose"),
      rolesHash: column(text, "roles", "AccessRecord.rolesHash"),
      operationHash: column(text, "operation", "AccessRecord.operationHash"),
      operationName: column(text, null, "AccessRecord.operationName"),
      fieldListsId: kept(null),
      returned: column(() => ["Resident.id"], [], "AccessRecord.returnedFields"),
      masked: column(() => [], [], "AccessRecord.maskedFields"),
      refused: column(() => ["Claim.diagnosis"], [], "AccessRecord.refusedFields"),
      residents: kept([]),
      kind: kept("LOOK"),
      transaction: kept(undefined),
    },
  }),
};
