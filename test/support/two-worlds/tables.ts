import { day, digits, fen, one, text } from "../../../subgraphs/shared/rows/drawn-values.ts";
import { masked, shown, type Table } from "./columns.ts";
import { tablesDescribed } from "./described-tables.ts";

/** Everything but divisions and service centres, which are public. Areas, and what sorts a list, stay as they are where the row is seen. */
export const tables: readonly Table[] = [
  ...tablesDescribed,
  {
    name: "population.residents",
    key: ["resident_id"],
    rowShownBy: ["Resident.id", "Query.resident", "ResidentEdge.cursor"],
    hasOwn: true,
    kept: ["area_code", "household_id"],
    columns: {
      name: masked("name", text),
      // Whoever may not read the name may not search by its initials either.
      name_initials: masked("name", one("", "wrx", "oyxq", "gj")),
      other_name_initials: masked("name", one(null, "wrx", "gj", "sxh")),
      id_number: masked("idNumber", digits(18)),
      phone: masked("phone", digits(11)),
      address: masked("address", text),
      sex_code: shown(one(1, 2), "Resident.sex"),
      birth_on: shown(day, "Resident.birthOn"),
    },
  },
  {
    name: "population.households",
    key: ["household_id"],
    rowShownBy: ["Resident.household", "Household.id"],
    hasOwn: false,
    kept: ["area_code"],
    columns: {},
  },
  {
    name: "accounts.accounts",
    key: ["account_id"],
    rowShownBy: ["Query.account", "Query.accounts"],
    hasOwn: true,
    kept: ["area_code", "areas", "username", "resident_id"],
    columns: {
      display_name: shown(text, "Account.displayName"),
      department: shown(one(null, "health", "taxation"), "Account.department"),
      is_active: shown(one(true, false), "Account.isActive", "Account.state"),
      roles: shown(() => ["analyst"], "Account.roles", "Account.withheldRoles"),
      activated_at: shown(one(null, "2025-01-01T08:00:00.000Z"), "Account.state"),
      // Tokens are checked against these, and no field tells them.
      rights_version: shown(fen),
      rights_changed_at: shown(one(null, "2025-01-01T08:00:00.000Z")),
      rights_changed_in: shown(one(null, "7")),
      is_approved: shown(one(true, false), "Account.state"),
      request_id: shown(one(null, "00000000-0000-4000-8000-000000000001")),
      created_by: shown(one(null, "900")),
    },
  },
  {
    name: "audit.access_records",
    key: ["record_id"],
    rowShownBy: ["Query.accessRecords"],
    hasOwn: false,
    kept: ["area_code", "areas", "kind", "position", "residents", "transaction", "field_lists_id"],
    columns: {
      recorded_at: shown((random) => `${day(random)}T08:00:00Z`, "AccessRecord.recordedAt"),
      request_id: shown(text, "AccessRecord.requestId"),
      viewer_id: shown(text, "AccessRecord.viewerId"),
      viewer_name: shown(text, "AccessRecord.viewerName"),
      viewer_office: shown(text, "AccessRecord.viewerOffice"),
      roles: shown(() => ["integrator"], "AccessRecord.viewerRoles"),
      department: shown(one(null, "health"), "AccessRecord.viewerDepartment"),
      roles_hash: shown(text, "AccessRecord.rolesHash"),
      operation_name: shown(text, "AccessRecord.operationName"),
      returned: shown(() => ["Resident.id"], "AccessRecord.returnedFields"),
      masked: shown(() => [], "AccessRecord.maskedFields"),
      refused: shown(() => ["Claim.diagnosis"], "AccessRecord.refusedFields"),
      operation_hash: shown(text, "AccessRecord.operationHash"),
      purpose: shown(one(null, "item:320101-009", "case:2025-0009"), "AccessRecord.purpose"),
    },
  },
  {
    name: "population.emergency_accesses",
    key: ["access_id"],
    rowShownBy: ["Query.emergencyAccesses"],
    hasOwn: false,
    kept: [
      "area_code",
      "position",
      "requested_by",
      "requested_at",
      "lapses_at",
      "confirmed_by",
      "confirmed_at",
      "ends_at",
    ],
    columns: {
      reason: shown(text, "EmergencyAccess.reason"),
      // Whom it opens, no field tells.
      subject_id: shown(one(1001, 1002, 0)),
    },
  },
];

/**
 * Tables that stay as they are, or follow from others: in both worlds nothing was sealed, withheld, judged or delivered,
 * and cases are counted by the database. Other tests are about those.
 */
export const unvaried: readonly string[] = [
  // What sign-in keeps is out of the graph's reach; certificates are seen with their accounts.
  "accounts.account_makers",
  "accounts.account_requests",
  "accounts.activation_codes",
  "accounts.certificates",
  "accounts.credentials",
  "accounts.sessions",
  "accounts.tries",
  "cases.case_counts",
  // Ids of administrators, compared when an emergency is confirmed and told by no field.
  "population.emergency_requesters",
  "population.emergency_first_confirmations",
  "housing_fund.deliveries",
  "housing_fund.refused_lines",
  "housing_fund.staged_records",
  "audit.duty_judgements",
  "audit.field_lists",
  "audit.looked_at",
  "audit.pseudonym_keys",
  "audit.seal_keys",
  "audit.seals",
  "audit.objection_answers",
  "audit.objections",
  "audit.withholding_orders",
  "audit.withholding_steps",
  "audit.withholdings",
  "population.missed_lookups",
];
