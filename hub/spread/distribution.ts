/**
 * Where the rows of a table lie once a database is spread over machines (docs/adr/0085): those of a person together on one of them,
 * what everybody reads on each, and the rest on the coordinator.
 */
export type Distribution =
  | { readonly kind: "distributed"; readonly column: string; readonly group: string }
  | { readonly kind: "reference" }
  | { readonly kind: "local" };

/** What is about one person lies with that person: each table that always says whose a row is. */
const OF_PERSON = { column: "resident_id", group: "residents" };

/** Rows of no person, which are as many as people are. */
const BY_OTHER_COLUMN: Readonly<Record<string, { readonly column: string; readonly group: string }>> = {
  "population.households": { column: "household_id", group: "households" },
  "audit.looked_at": { column: "pseudonym", group: "pseudonyms" },
};

/** Divisions, places and the catalogue: few, the same for everybody, and read beside people's rows. */
const REFERENCE = new Set([
  "population.areas",
  "population.centre_townships",
  "population.service_centres",
  "services.businesses",
  "services.items",
]);

/** Staff and what staff did, counts, rules and keys. A rule over all rows, such as a number that nobody has twice, stands here. */
const LOCAL = new Set([
  "accounts.account_makers",
  "accounts.account_requests",
  "accounts.accounts",
  "accounts.activation_codes",
  "accounts.certificates",
  "accounts.credentials",
  "accounts.sessions",
  "accounts.tries",
  "audit.access_records",
  "audit.duty_judgements",
  "audit.field_lists",
  "audit.objection_answers",
  "audit.objections",
  "audit.pseudonym_keys",
  "audit.seal_keys",
  "audit.seals",
  "audit.withholding_orders",
  "audit.withholding_steps",
  "audit.withholdings",
  "cases.case_counts",
  "housing_fund.deliveries",
  "housing_fund.refused_lines",
  "population.emergency_accesses",
  "population.emergency_first_confirmations",
  "population.emergency_requesters",
  "population.emergency_rules",
  "population.lookup_keys",
  "population.lookup_rules",
  "population.missed_lookups",
]);

/** What each department that writes has beside its own: what it tells, to whom it is on its way, and keys of requests. */
const LOCAL_IN_EACH = new Set(["event_deliveries", "outbox", "request_keys"]);

/** Null for a table that nobody has placed. `neverNull` are its columns that always hold something. */
export function distributionOf(table: string, neverNull: readonly string[]): Distribution | null {
  const other = BY_OTHER_COLUMN[table];
  if (other !== undefined) return { kind: "distributed", ...other };
  if (REFERENCE.has(table)) return { kind: "reference" };
  const [, name = ""] = table.split(".");
  if (LOCAL.has(table) || LOCAL_IN_EACH.has(name)) return { kind: "local" };
  return neverNull.includes(OF_PERSON.column) ? { kind: "distributed", ...OF_PERSON } : null;
}
