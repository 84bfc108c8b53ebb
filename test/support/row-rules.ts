import { departmentNames } from "../../subgraphs/index.ts";
import { KEYS, OUTBOXES } from "./rows/told-and-kept.ts";

/** Which events a department has handled; those that hear none have no such table. */
export const INBOXES = departmentNames.map((name) => `${name.replaceAll("-", "_")}.inbox`);

/** Their rules are not about an area; test/hub/sealing/sealer.test.ts tries who may add and change what. */
export const WITH_OTHER_RULES = [
  "accounts.account_requests",
  "accounts.certificates",
  "audit.duty_judgements",
  "audit.looked_at",
  "audit.objection_answers",
  "audit.objections",
  "audit.seal_keys",
  "audit.seals",
  "audit.withholding_orders",
  "audit.withholding_steps",
  "audit.withholdings",
  "population.emergency_requesters",
  "population.missed_lookups",
  ...KEYS,
];

/** Of the account that acts, whatever its areas: docs/adr/0080. */
export const OF_ONE_ACCOUNT = KEYS;

/** Divisions, service centres, the rules of emergency access and the catalogue are the same for everybody. */
export const WITHOUT_ROW_RULE = [
  // Ids of who made whom, which no field tells.
  "accounts.account_makers",
  "audit.field_lists",
  "population.areas",
  "population.centre_townships",
  "population.emergency_rules",
  "population.lookup_keys",
  "population.lookup_rules",
  "population.service_centres",
  "services.businesses",
  "services.items",
];

/** What sign-in, the sealer and deliveries keep: the department's own login reads none of it, whatever it claims. */
export const CLOSED_TO_ALL = [
  "accounts.activation_codes",
  "accounts.credentials",
  "accounts.sessions",
  "accounts.tries",
  "audit.pseudonym_keys",
  "population.event_deliveries",
  ...INBOXES,
  ...OUTBOXES,
];

/** Tables a department's login adds rows to by itself, under policies that say which. */
export const MAY_ADD = [
  "audit.duty_judgements",
  "audit.field_lists",
  "audit.withholdings",
  "population.missed_lookups",
];

/** Tables of which a login lets go what is old, and nothing else. */
export const MAY_LET_GO = KEYS;
