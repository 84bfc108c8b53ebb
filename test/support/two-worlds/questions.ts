import fc from "fast-check";
import type { Question } from "../expected-answer.ts";
import { operations, type OperationSpace, type Root } from "../generated-operation.ts";
import { residentRoot } from "../people-roots.ts";
import { allDepartments, readSdlRules } from "../sdl-rules.ts";
import { accessRecords, accounts, claimsOf, people } from "../world.ts";
import { areas, centres } from "../world-places.ts";
import { benefitsOf, casesOf, items } from "../world-counter.ts";
import type { WorldViewer } from "./viewers.ts";
import { visitsOf } from "../world-care.ts";
import { mayRead } from "../world-fields.ts";

const { defines } = readSdlRules(allDepartments);
/** Places in the whole log, by which seals and exports name an entry: whoever may see one may count (docs/security.md). */
const TOLD = ["AccessRecord.number", "Look.number"];
const ABSENT = "11010519491231002X";

/** As a client would keep them from another list, another area or another viewer, and some that nobody ever had. */
const cursor = (...content: unknown[]) => Buffer.from(JSON.stringify(content)).toString("base64url");
const cursors: readonly (string | null)[] = [
  null,
  ...people.map(({ areaCode, id }) => cursor("residents", areaCode, id)),
  ...accounts.map((one) => cursor("accounts", one.areas[0], one.id)),
  ...accessRecords.map(({ id }) => cursor("access-records", "0", id)),
  ...people.flatMap((person) => claimsOf(person).map(({ settledOn, id }) => cursor("claims", settledOn, id))),
  ...people.flatMap((person) => casesOf(person).map(({ areaCode, id }) => cursor("cases", areaCode, id))),
  ...people.flatMap((person) => casesOf(person).map(({ openedOn, id }) => cursor("cases-of-a-resident", openedOn, id))),
  ...people.flatMap((person) =>
    benefitsOf(person).map(({ periodStartsOn, id }) => cursor("benefits", periodStartsOn, id)),
  ),
  ...people.flatMap((person) => visitsOf(person).map(({ visitedOn, visitId }) => cursor("visits", visitedOn, visitId))),
  ...people.flatMap((person) =>
    visitsOf(person).flatMap(({ followUps }) => followUps.map(({ dueOn, id }) => cursor("open-follow-ups", dueOn, id))),
  ),
  cursor("done-follow-ups", "2025-03-20", "1001-10019-1"),
  cursor("residents", "32", "1"),
  cursor("access-records", "0", "3"),
  cursor("awards", "2024-01-01", "10019"),
  "garbage",
];
const filters = [
  null,
  {},
  ...["32", "3202", "320105006", "320105007001", "3299", "3201050"].map((areaCode) => ({ areaCode })),
  ...people.map(({ name }) => ({ name })),
  { name: "无名", areaCode: "320105" },
  ...people.map(({ name, areaCode }) => ({ namePrefix: name.slice(0, 2), areaCode: areaCode.slice(0, 6) })),
  ...people.map(({ nameInitials }) => ({ nameInitials: nameInitials.slice(0, 2) })),
  { nameInitials: "wrx", areaCode: "320205105" },
  { nameInitials: "gj", areaCode: "320105006001", namePrefix: "郭君" },
];
const accountFilters = [
  null,
  {},
  ...["32", "3201", "320105006", "3299", "3201050"].map((areaCode) => ({ areaCode })),
  ...["centre_head", "window_clerk", "nobody"].map((role) => ({ role })),
  ...["INVITED", "CLOSED", "ACTIVE"].map((state) => ({ state })),
  ...["xibei", "锡", "B", ""].map((words) => ({ text: words })),
  { areaCode: "3202", text: "i", state: "INVITED" },
];

const caseNumbers = [...people.flatMap(casesOf).map(({ number }) => number), "2025-0", ""];
const statuses = ["ACCEPTED", "IN_PUBLICITY", "DELIVERED", "REFUSED"];
const caseFilters = [null, {}, { areaCode: "320105006" }, ...statuses.map((status) => ({ status, areaCode: "32" }))];
const countFilters = [...caseFilters, ...items.map(({ code }) => ({ itemCode: code }))];

const page = {
  first: { type: "Int! = 20", values: [1, 2, 3, 20, 100, 0, 101, -1] },
  after: { type: "String", values: cursors },
};

/**
 * An exact look-up by identity number answers whoever knows the number, so it tells a holder of the whole number that
 * it is right. Here nobody knows more than the number of somebody who is hidden, or what is shown in full.
 */
function numbersFor({ viewer }: WorldViewer): string[] {
  const seesAll = viewer.scopes.includes("population:read:id-number");
  const known = people.filter(({ areaCode, id }) => seesAll || !mayRead(viewer, areaCode, id));
  return [...known.map(({ idNumber }) => idNumber), ABSENT];
}

function spaceFor(asking: WorldViewer): OperationSpace {
  const roots: Root[] = [
    residentRoot,
    {
      text: "residentByIdNumber(idNumber: $idNumber)",
      type: "Resident",
      variables: { idNumber: { type: "ResidentIdNumber!", values: numbersFor(asking) } },
    },
    {
      text: "residents(filter: $filter, first: $first, after: $after)",
      type: "ResidentConnection",
      variables: { filter: { type: "ResidentFilter", values: filters }, ...page },
    },
    {
      text: "accounts(filter: $accountFilter, first: $first, after: $after)",
      type: "AccountConnection",
      variables: { accountFilter: { type: "AccountFilter", values: accountFilters }, ...page },
    },
    { text: "accessRecords(first: $first, after: $after)", type: "AccessRecordConnection", variables: page },
    { text: "emergencyAccesses(first: $first, after: $after)", type: "EmergencyAccessConnection", variables: page },
    { text: "unjudgedDuties(first: $first, after: $after)", type: "DutyLookConnection", variables: page },
    { text: "seals(first: $first, after: $after)", type: "SealConnection", variables: page },
    {
      text: "followUps(state: $state, first: $first, after: $after)",
      type: "FollowUpConnection",
      variables: { state: { type: "FollowUpState! = OPEN", values: ["OPEN", "OVERDUE", "DONE"] }, ...page },
    },
    { text: "me", type: "Account" },
    {
      text: "account(username: $username)",
      type: "Account",
      variables: { username: { type: "String!", values: [...accounts.map(({ username }) => username), "nobody"] } },
    },
    {
      text: "area(code: $code)",
      type: "Area",
      variables: { code: { type: "ID!", values: [...areas.map(({ code }) => code), "99", "x"] } },
    },
    {
      text: "areas(level: $level, parent: $parent, first: $first, after: $after)",
      type: "AreaConnection",
      variables: {
        level: { type: "AreaLevel", values: [null, "COUNTY", "VILLAGE"] },
        parent: { type: "ID", values: [null, "3201", "x"] },
        ...page,
      },
    },
    { text: "serviceCentres(first: $first, after: $after)", type: "ServiceCentreConnection", variables: page },
    {
      text: "serviceCentre(code: $centre)",
      type: "ServiceCentre",
      variables: { centre: { type: "ID!", values: [...centres.map(({ code }) => code), "3299990001", "x"] } },
    },
    {
      text: "case(number: $number)",
      type: "Case",
      variables: { number: { type: "String!", values: caseNumbers } },
    },
    {
      text: "cases(filter: $cases, first: $first, after: $after)",
      type: "CaseConnection",
      variables: { cases: { type: "CaseFilter", values: caseFilters }, ...page },
    },
    {
      text: "caseCount(filter: $counted)",
      type: "CaseCount",
      variables: { counted: { type: "CaseCountFilter", values: countFilters } },
    },
    {
      text: "__type(name: $type)",
      type: "__Type",
      variables: { type: { type: "String!", values: ["Resident", "Claim", "Query", "AccessRecord", "Nobody"] } },
    },
  ];
  return {
    roots,
    allows: (type, field) => type.startsWith("__") || (defines(type, field) && !TOLD.includes(`${type}.${field}`)),
  };
}

/** Lists page by page, cursors and all, which generated operations only begin. */
const listOf = (field: string, node: string) =>
  `${field}(first: $first, after: $after) { edges { cursor node { ${node} } } pageInfo { hasNextPage endCursor } }`;
const lists = [
  `resident(id: $id) { medicalInsurance { ${listOf("claims", "settledOn hospital diagnosis totalFen")} } }`,
  `resident(id: $id) { assistance { ${listOf("awards", "awardedOn reason amountFen")} } }`,
  `resident(id: $id) { ${listOf("cases", "id number status")} }`,
  `resident(id: $id) { ${listOf("benefits", "state amountFen")} }`,
  listOf("cases", "id number resident { name }"),
  `resident(id: $id) { ${listOf("visits", "visitedOn outcome note findings { kind note } followUps { dueOn isOverdue note }")} }`,
  listOf("followUps", "id dueOn kind note resident { id name }"),
  listOf("residents", "id name idNumber"),
  listOf("accounts", "id username state withheldRoles { role } certificates { course }"),
  listOf("accessRecords", "id requestId residentCount"),
];
const listPages: fc.Arbitrary<Question> = fc.record({
  query: fc.constantFrom(
    ...lists.map((list) => {
      const id = list.includes("$id") ? "$id: ID!, " : "";
      return `query (${id}$first: Int, $after: String) { ${list} }`;
    }),
  ),
  variables: fc.record({
    id: fc.constantFrom(...people.map(({ id }) => id)),
    first: fc.constantFrom(...page.first.values),
    after: fc.constantFrom(...cursors),
  }),
});

/** Ways in which a question is wrong. */
const faults: readonly ((question: Question) => Question)[] = [
  ({ query, variables }) => ({ query: query.replace("{", "{ nothing "), variables }),
  ({ query, variables }) => ({ query: query.slice(0, -2), variables }),
  ({ query, variables }) => ({ query: query.replace(/ id\b/, " id { name }"), variables }),
  ({ query }) => ({ query, variables: { id: { a: 1 }, code: [], first: "x", idNumber: "329901", filter: { nam: 1 } } }),
  ({ query }) => ({ query, variables: {} }),
  ({ query, variables }) => ({ query: query.replaceAll(/\$id\b(?!:)/g, '"not an id"'), variables }),
];

/** Questions of every kind one viewer may think of; each also comes with other values of its variables. */
export function questionsOf(asking: WorldViewer): fc.Arbitrary<Question> {
  const generated = operations(spaceFor(asking));
  return fc.oneof(
    { weight: 8, arbitrary: generated },
    { weight: 1, arbitrary: listPages },
    { weight: 1, arbitrary: fc.tuple(generated, fc.constantFrom(...faults)).map(([one, spoil]) => spoil(one)) },
  );
}

/** The same documents with other values from their kind: what a client asks again and again. */
export function withOtherValues(asking: WorldViewer, { query, variables }: Question, seed: number): Question {
  const kinds = new Map(spaceFor(asking).roots.flatMap((root) => Object.entries(root.variables ?? {})));
  const changed = Object.entries(variables).map(([name, value], at) => {
    if (typeof value === "boolean") return [name, (seed >> at) % 2 === 0];
    const values = kinds.get(name)?.values ?? [value];
    return [name, values[(seed + 7 * at) % values.length]];
  });
  return { query, variables: Object.fromEntries(changed) as Record<string, unknown> };
}
