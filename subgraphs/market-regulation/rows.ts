import { describeRefusedRecords, SAID_AT } from "../shared/rows/described-source.ts";
import { column, describeTable, kept, key, later } from "../shared/rows/described-table.ts";
import { day, instant, one, text } from "../shared/rows/drawn-values.ts";
import { licences, operators, refusedRecords } from "./tables.ts";

export const rows = {
  /** Nothing was fetched yet unless a date is given. */
  operators: describeTable(operators, {
    toldBy: ["Resident.licences"],
    columns: {
      sourceKey: column(text, ({ residentId }) => `JY${String(residentId)}`),
      asOf: later(column(instant, null, "LicenceConnection.asOf", "Licence.asOf")),
    },
    inWorld: ({ id }) => [{ sourceKey: `JY${id}`, asOf: SAID_AT }],
  }),
  licences: describeTable(licences, {
    toldBy: ["Resident.licences"],
    columns: {
      licenceId: key(),
      number: column(text, "JY23201050000011", "Licence.number"),
      status: column(one("VALID", "EXPIRED"), "VALID", "Licence.status"),
      category: column(one("SALES", "CATERING"), "CATERING", "Licence.category"),
      premises: column(text, "南京市建邺区示例路1号", "Licence.premises"),
      holderIdNumber: kept(null, "Licence.holderIdNumber"),
      businessName: column(text, "示例面馆", "Business.name"),
      creditCode: column(text, null, "Business.creditCode"),
      issuedOn: kept("2024-05-06", "Licence.issuedOn"),
      expiresOn: column(day, "2029-05-05", "Licence.expiresOn"),
    },
    // The second is held by a company.
    inWorld: ({ id, idNumber }) =>
      ["2024-05-06", "2019-05-06"].map((issuedOn, at) => ({
        licenceId: `${id}${9 - at}`,
        number: `JY2320105000${id}${at}`,
        status: at === 0 ? "VALID" : "EXPIRED",
        category: at === 0 ? "CATERING" : "SALES",
        premises: `示例路${id}号`,
        holderIdNumber: at === 0 ? `${idNumber.slice(0, 10)}****${idNumber.slice(14)}` : null,
        businessName: `示例${id}店`,
        creditCode: at === 0 ? null : `92320105MA0000${id}`,
        issuedOn,
        expiresOn: `${Number(issuedOn.slice(0, 4)) + 5}-05-05`,
      })),
  }),
  refusedRecords: describeRefusedRecords(refusedRecords, "LicenceConnection.unreadableCount"),
};
