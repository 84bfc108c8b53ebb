/** A list that is read page by page, and how all of its cursors are asked for. */
export interface PagedList {
  /** The list as its cursors name it: `Query.residents`. */
  readonly coordinate: string;
  readonly query: string;
  /** The variable that takes its cursors, there and in operations of every kind. */
  readonly after: string;
  /** It belongs to one person, `$id`. */
  readonly isOfPerson: boolean;
}

/** Fields of a row that are shown beside its cursor, and the way from the root to the list. */
const rows: Readonly<Record<string, readonly [way: string, node: string]>> = {
  "Query.accounts": ["", "id username state withheldRoles { role } certificates { course }"],
  "Query.accountRequests": ["", "id kind"],
  "Query.accessRecords": ["", "id requestId residentCount"],
  "Query.unjudgedDuties": ["", "id purpose residentCount"],
  "Query.withholdings": ["", "id purpose state"],
  "Query.objections": ["", "id reason answer"],
  "Query.seals": ["", "count"],
  "Query.cases": ["", "id number resident { name }"],
  "Query.followUps": ["", "id dueOn kind note resident { id name }"],
  "Query.residents": ["", "id name idNumber"],
  "Query.areas": ["", "code name"],
  "Query.serviceCentres": ["", "code name"],
  "Query.emergencyAccesses": ["", "id state reason"],
  "Query.items": ["", "code name"],
  "Resident.accessRecords": ["resident(id: $id)", "id purpose isMasked"],
  "Resident.cases": ["resident(id: $id)", "id number status"],
  "Resident.visits": ["resident(id: $id)", "visitedOn outcome note findings { kind note } followUps { dueOn note }"],
  "Resident.licences": ["resident(id: $id)", "number status category"],
  "Resident.benefits": ["resident(id: $id)", "state amountFen"],
  "Resident.premiums": ["resident(id: $id)", "kind monthOn amountFen"],
  "Assistance.awards": ["resident(id: $id) assistance", "awardedOn reason amountFen"],
  "HousingFund.deposits": ["resident(id: $id) housingFund", "monthOn amountFen"],
  "MedicalInsurance.claims": ["resident(id: $id) medicalInsurance", "settledOn hospital diagnosis totalFen"],
  "UtilityAccount.bills": ["resident(id: $id) utilityAccounts", "monthOn status amountFen"],
  "UtilityAccount.reductions": ["resident(id: $id) utilityAccounts", "monthOn amountFen"],
};

/** Every list of the graph: a test compares with the schema. */
export const pagedLists: readonly PagedList[] = Object.entries(rows).map(([coordinate, [way, node]]) => {
  const [type = "", field = ""] = coordinate.split(".");
  const after = `after${type}${field.slice(0, 1).toUpperCase()}${field.slice(1)}`;
  const steps = way === "" ? [] : way.split(/ (?!\$)/);
  const page = `edges { cursor node { ${node} } } pageInfo { hasNextPage endCursor }`;
  // Open and overdue tasks are in one order and done ones in another.
  const list = `${field}(${field === "followUps" ? "state: $state, " : ""}first: $first, after: $${after}) { ${page} }`;
  const query = steps.reduceRight((below, step) => `${step} { ${below} }`, list);
  const isOfPerson = steps.length > 0;
  const own = `${isOfPerson ? "$id: ID!, " : ""}${field === "followUps" ? "$state: FollowUpState! = OPEN, " : ""}`;
  return { coordinate, isOfPerson, after, query: `query (${own}$first: Int, $${after}: String) { ${query} }` };
});

export function pagedList(coordinate: string): PagedList {
  const found = pagedLists.find((one) => one.coordinate === coordinate);
  if (found === undefined) throw new Error(`no list ${coordinate}`);
  return found;
}
