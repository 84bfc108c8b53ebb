import fc from "fast-check";
import type { Question } from "../expected-answer.ts";
import { operations, type OperationSpace, type Root } from "../generated-operation.ts";
import { residentRoot } from "../people-roots.ts";
import { allDepartments, readSdlRules } from "../sdl-rules.ts";
import { accounts, people } from "../world.ts";
import { areas, centres } from "../world-places.ts";
import { casesOf, items } from "../world-counter.ts";
import { mayRead } from "../world-fields.ts";
import { cursorsOf } from "./cursors.ts";
import { pagedList, pagedLists } from "./paged-lists.ts";
import type { WorldViewer } from "./viewers.ts";

const { defines } = readSdlRules(allDepartments);
/** Places in the whole log, by which seals and exports name an entry: whoever may see one may count (docs/security.md). */
const TOLD = ["AccessRecord.number", "Look.number"];
const ABSENT = "11010519491231002X";

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

type Variables = NonNullable<Root["variables"]>;

const first: Variables = { first: { type: "Int! = 20", values: [1, 2, 3, 20, 100, 0, 101, -1] } };

/** What takes cursors, list by list: another list refuses them. */
const cursors: Variables = Object.fromEntries(
  pagedLists.map(({ coordinate, after }) => [after, { type: "String", values: cursorsOf(coordinate) }]),
);

/** A list at the root; `given` are the arguments that narrow it, before those of its pages. */
function listRoot(field: string, type: string, given = "", variables: Variables = {}): Root {
  const { after } = pagedList(`Query.${field}`);
  const own = cursors[after];
  if (own === undefined) throw new Error(`no cursors for ${field}`);
  return {
    text: `${field}(${given}first: $first, after: $${after})`,
    type: `${type}Connection`,
    variables: { ...variables, ...first, [after]: own },
  };
}

/**
 * An exact look-up by identity number answers whoever knows the number, so it tells a holder of the whole number that
 * it is right. Here nobody knows more than the number of somebody who is hidden, or what is shown in full.
 */
function numbersFor({ viewer }: WorldViewer): string[] {
  const seesAll = viewer.scopes.includes("population:read:id-number");
  const known = people.filter(({ areaCode, id }) => seesAll || !mayRead(viewer, areaCode, id));
  return [...known.map(({ idNumber }) => idNumber), ABSENT];
}

const followUpState = { type: "FollowUpState! = OPEN", values: ["OPEN", "OVERDUE", "DONE"] };

function spaceFor(asking: WorldViewer): OperationSpace {
  const roots: Root[] = [
    residentRoot,
    {
      text: "residentByIdNumber(idNumber: $idNumber)",
      type: "Resident",
      variables: { idNumber: { type: "ResidentIdNumber!", values: numbersFor(asking) } },
    },
    listRoot("residents", "Resident", "filter: $filter, ", { filter: { type: "ResidentFilter", values: filters } }),
    listRoot("accounts", "Account", "filter: $accountFilter, ", {
      accountFilter: { type: "AccountFilter", values: accountFilters },
    }),
    listRoot("accountRequests", "AccountRequest"),
    listRoot("accessRecords", "AccessRecord"),
    listRoot("emergencyAccesses", "EmergencyAccess"),
    listRoot("unjudgedDuties", "DutyLook"),
    listRoot("withholdings", "Withholding"),
    listRoot("objections", "Objection"),
    listRoot("seals", "Seal"),
    listRoot("items", "Item"),
    listRoot("followUps", "FollowUp", "state: $state, ", { state: followUpState }),
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
    listRoot("areas", "Area", "level: $level, parent: $parent, ", {
      level: { type: "AreaLevel", values: [null, "COUNTY", "VILLAGE"] },
      parent: { type: "ID", values: [null, "3201", "x"] },
    }),
    listRoot("serviceCentres", "ServiceCentre"),
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
    listRoot("cases", "Case", "filter: $cases, ", { cases: { type: "CaseFilter", values: caseFilters } }),
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

const personIds = people.map(({ id }) => id);

/** Lists page by page, cursors and all, which generated operations only begin. */
const listPages: fc.Arbitrary<Question> = fc.constantFrom(...pagedLists).chain(({ query, after, isOfPerson }) => {
  const values: Record<string, readonly unknown[]> = {
    first: [...(first["first"]?.values ?? []), 1, 2, 3],
    [after]: cursors[after]?.values ?? [],
    ...(isOfPerson ? { id: personIds } : {}),
    ...(query.includes("$state") ? { state: followUpState.values } : {}),
  };
  const drawn = Object.entries(values).map(([name, some]) => [name, fc.constantFrom(...some)] as const);
  return fc.record(Object.fromEntries(drawn)).map((variables) => ({ query, variables }));
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
    { weight: 6, arbitrary: generated },
    { weight: 3, arbitrary: listPages },
    { weight: 1, arbitrary: fc.tuple(generated, fc.constantFrom(...faults)).map(([one, spoil]) => spoil(one)) },
  );
}

/** The same documents with other values from their kind: what a client asks again and again. */
export function withOtherValues(asking: WorldViewer, { query, variables }: Question, seed: number): Question {
  const kinds = new Map([
    ...spaceFor(asking).roots.flatMap((root) => Object.entries(root.variables ?? {})),
    ...Object.entries(cursors),
  ]);
  const changed = Object.entries(variables).map(([name, value], at) => {
    if (typeof value === "boolean") return [name, (seed >> at) % 2 === 0];
    const values = kinds.get(name)?.values ?? [value];
    return [name, values[(seed + 7 * at) % values.length]];
  });
  return { query, variables: Object.fromEntries(changed) as Record<string, unknown> };
}
