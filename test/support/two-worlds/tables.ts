import type { DescribedTable } from "../../../subgraphs/shared/rows/described-table.ts";
import { describedTables } from "../described-world.ts";
import { INBOXES } from "../row-rules.ts";
import { KEYS, OUTBOXES } from "../rows/told-and-kept.ts";
import type { Column, Table } from "./columns.ts";

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
  // What was told and under which keys: no field tells either.
  "population.event_deliveries",
  ...INBOXES,
  ...OUTBOXES,
  ...KEYS,
];

/**
 * What departments describe, as tables of the two worlds: all that say where a row is. Divisions, service centres and the
 * catalogue are public. Areas, and what sorts a list, stay as they are where the row is seen.
 */
export const tables: readonly Table[] = describedTables
  .filter(({ names, name }) => Object.hasOwn(names, "areaCode") && !unvaried.includes(name))
  .map(tableOf);

function tableOf({ name, names, key, toldBy, columns }: DescribedTable): Table {
  const nameOf = (property: string) => names[property] ?? property;
  const beside = Object.keys(names).filter((property) => !key.includes(property));
  const varied = beside.flatMap((property): [string, Column][] => {
    const column = columns[property];
    if (column === undefined || column.drawn === null) return [];
    const { drawn, told, maskedAs } = column;
    return [[nameOf(property), { shownBy: told, other: drawn, ...(maskedAs === null ? {} : { maskedAs }) }]];
  });
  const other = Object.fromEntries(varied);
  return {
    name,
    key: key.map(nameOf),
    rowShownBy: toldBy,
    hasOwn: Object.hasOwn(names, "residentId"),
    kept: beside.map(nameOf).filter((column) => !Object.hasOwn(other, column)),
    columns: other,
  };
}
