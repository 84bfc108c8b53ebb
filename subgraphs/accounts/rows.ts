import { column, describeTable, kept, key, later } from "../shared/rows/described-table.ts";
import { fen, one, text } from "../shared/rows/drawn-values.ts";
import { accounts, certificates } from "./tables.ts";

export const rows = {
  accounts: describeTable(accounts, {
    toldBy: ["Query.account", "Query.accounts"],
    columns: {
      accountId: key("Account.id"),
      username: kept(({ accountId }) => `account${String(accountId)}`, "Account.username"),
      displayName: column(text, "王佳", "Account.displayName"),
      areaCode: kept(({ areas }) => (Array.isArray(areas) ? String(areas[0]) : "320105006")),
      areas: kept(["320105006"], "Account.areas"),
      roles: column(() => ["analyst"], ["window_clerk"], "Account.roles", "Account.withheldRoles"),
      department: column(one(null, "health", "taxation"), null, "Account.department"),
      isActive: column(one(true, false), true, "Account.isActive", "Account.state"),
      residentId: kept(null),
      activatedAt: later(column(one(null, "2025-01-01T08:00:00.000Z"), null, "Account.state")),
      // Tokens are checked against these three.
      rightsVersion: later(column(fen, undefined, "Account.version")),
      rightsChangedAt: later(column(one(null, "2025-01-01T08:00:00.000Z"), undefined)),
      rightsChangedIn: later(column(one(null, "7"), undefined)),
      isApproved: later(column(one(true, false), undefined, "Account.state")),
      requestId: later(column(one(null, "00000000-0000-4000-8000-000000000001"), undefined)),
      createdBy: later(column(one(null, "900"), undefined)),
    },
  }),
  /** One that holds for as long as these tests are run. */
  certificates: describeTable(certificates, {
    toldBy: [],
    columns: {
      accountId: key(),
      course: key("Certificate.course"),
      validFrom: kept("2025-01-01", "Certificate.startsOn"),
      validUntil: kept("2099-12-31", "Certificate.endsOn"),
      recordedBy: later(kept(undefined)),
    },
  }),
};
