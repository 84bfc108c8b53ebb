import { describedFields, HIDDEN_BY_HAND } from "./described-fields.ts";
import { visitsOf } from "./world-care.ts";
import { businessOf, counterFields, itemOf } from "./world-counter-fields.ts";
import { areas, centreOf, centres } from "./world-places.ts";
import { accessRecords, accounts, households, people, type Person } from "./world.ts";

/** Who asks, as far as rows are concerned. */
export interface RowViewer {
  /** As they stand in the claims: perhaps not well formed. */
  readonly areas: readonly string[];
  readonly residentId: string | null;
  readonly accountId: string;
}

/** Stands for text that cannot be foretold, such as a cursor. */
export const ANY_TEXT = "<any text>";

type Give = (type: string, field: string, source: unknown, args: Arguments, isMasked: boolean) => unknown;
type Arguments = Readonly<Record<string, unknown>>;

const LENGTHS = [2, 4, 6, 9, 12];
const isDigit = (character: string) => character >= "0" && character <= "9";
const isWellFormed = (area: string) => LENGTHS.includes(area.length) && [...area].every(isDigit);

/** The row rule: in one of the areas, or one's own; one area that is not well formed takes all of them away. */
export function mayRead(viewer: RowViewer, areaCode: string, personId?: string): boolean {
  const isInArea = viewer.areas.every(isWellFormed) && viewer.areas.some((area) => areaCode.startsWith(area));
  return isInArea || (personId !== undefined && personId === viewer.residentId);
}

type Task = ReturnType<typeof visitsOf>[number]["followUps"][number];

/** Gives the value of any field of the world, as one viewer may see the rows. */
export function fieldsOfWorld(
  viewer: RowViewer,
  department: string | null,
  refusalOf: (type: string) => string | null,
): Give {
  const isSeen = (person: Person | undefined): person is Person =>
    person !== undefined && mayRead(viewer, person.areaCode, person.id);
  const isKnown = (person: Person | undefined): person is Person =>
    person !== undefined && person.hasRecords && mayRead(viewer, person.areaElsewhere ?? person.areaCode, person.id);
  // Nobody has changed an entry of this world yet.
  const resident = (person: Person | undefined) =>
    isSeen(person) ? { __typename: "Resident", version: 1, ...person } : null;
  const personOf = (source: unknown) => people.find(({ id }) => id === (source as { id: string }).id);
  const areaOf = (code: unknown) => {
    const found = areas.find((one) => one.code === code);
    return found === undefined ? null : { __typename: "Area", ...found };
  };
  const householdOf = (id: unknown) => {
    const found = households.find((one) => one.id === id);
    return found !== undefined && mayRead(viewer, found.areaCode) ? { __typename: "Household", ...found } : null;
  };
  const accountOf = (found: (typeof accounts)[number] | undefined) =>
    found !== undefined && mayRead(viewer, found.areas[0] ?? "")
      ? { __typename: "Account", version: 1, ...found }
      : null;
  // The record's first area decides; records of viewers without one are for everybody who has an area.
  const recordsSeen = () =>
    accessRecords
      .filter(({ areaCode }) => viewer.areas.length > 0 && viewer.areas.every(isWellFormed) && mayReadRecord(areaCode))
      .reverse();
  const mayReadRecord = (areaCode: string) => areaCode === "" || mayRead(viewer, areaCode);

  const tasksSeen = (state: unknown) => {
    const visits = people.filter((one) => mayRead(viewer, one.areaElsewhere ?? one.areaCode)).flatMap(visitsOf);
    const tasks = visits.flatMap(({ followUps }) => followUps);
    const [rank, sign] =
      state === "DONE" ? [(one: Task) => `${one.doneOn} ${one.id}`, -1] : [(one: Task) => `${one.dueOn} ${one.id}`, 1];
    return tasks
      .filter(({ doneOn, isOverdue }) => (doneOn !== null) === (state === "DONE") && (isOverdue || state !== "OVERDUE"))
      .sort((a, b) => (rank(a) < rank(b) ? -sign : sign));
  };

  const entity = (given: unknown) => {
    const key = given as { __typename: string; id?: unknown; code?: unknown };
    const refusal = refusalOf(key.__typename);
    if (refusal !== null) return Object.assign(new Error(refusal), { extensions: { code: refusal } });
    if (key.__typename === "Area") return areaOf(key.code);
    if (key.__typename === "ServiceCentre") return centreOf(key.code);
    if (key.__typename === "Item") return itemOf(key.code);
    if (key.__typename === "ItemBusiness") return businessOf(key.code);
    if (key.__typename === "Household") return householdOf(key.id);
    // Only the registry knows who there is; another department takes every id, and has nothing to say about most.
    return department === "population" ? resident(personOf(key)) : { __typename: "Resident", id: key.id };
  };

  const given: Record<string, (source: never, args: Arguments) => unknown> = {
    ...describedFields({ personOf, isKnown, page }),
    ...counterFields({
      people,
      personOf,
      isKnown,
      mayReadArea: (areaCode) => mayRead(viewer, areaCode),
      // A case names its person by key; the registry adds the rest, or nothing.
      residentOf: (id) => (department === null ? resident(personOf({ id })) : null) ?? { ...UNSEEN, id },
      page,
    }),
    "Query._entities": (_source, args) => (args["representations"] as unknown[]).map(entity),
    "Query.resident": (_source, args) => resident(people.find(({ id }) => id === args["id"])),
    "Query.residentByIdNumber": (_source, args) =>
      resident(people.find(({ idNumber }) => idNumber === args["idNumber"])),
    "Query.residents": (_source, args) => {
      const rank = (person: Person) => `${person.areaCode.padEnd(12, " ")}${person.id}`;
      const seen = people.filter(({ areaCode }) => mayRead(viewer, areaCode));
      return page(seen.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).map(resident), args);
    },
    "Query.area": (_source, args) => areaOf(args["code"]),
    "Query.areas": (_source, args) => {
      const listed = areas.filter(({ validToOn, level, parentCode }) => {
        const isAsked = [level, null, undefined].includes(args["level"] as string | null | undefined);
        return validToOn === null && isAsked && [parentCode, null, undefined].includes(args["parent"] as string | null);
      });
      return {
        ...page(
          listed.map(({ code }) => areaOf(code)),
          args,
        ),
        totalCount: listed.length,
      };
    },
    "Query.serviceCentre": (_source, args) => centreOf(args["code"]),
    "Query.serviceCentres": (_source, args) => ({
      ...page(
        centres.map(({ code }) => centreOf(code)),
        args,
      ),
      totalCount: centres.length,
    }),
    "Query.me": () => accountOf(accounts.find(({ id }) => id === viewer.accountId)),
    "Query.account": (_source, args) => accountOf(accounts.find(({ username }) => username === args["username"])),
    "Query.accounts": (_source, args) => {
      const byArea = [...accounts].sort((a, b) => ((a.areas[0] ?? "") < (b.areas[0] ?? "") ? -1 : 1));
      const seen = byArea.map(accountOf).filter((one) => one !== null);
      return { ...page(seen, args), totalCount: seen.length };
    },
    "Query.accessRecords": (_source, args) => page(recordsSeen(), args),
    "Query.followUps": (_source, args) => page(tasksSeen(args["state"]), args),
    "Query.seals": (_source, args) => page([], args),
    "Query.accountRequests": (_source, args) => page([], args),
    "Query.objections": (_source, args) => page([], args),
    "Query.withholdings": (_source, args) => page([], args),
    // The world's records are about nobody in it.
    "Resident.accessRecords": (_source, args) => page([], args),
    "AccessRecord.number": () => ANY_TEXT,
    "Resident.area": (person: Person) => areaOf(person.areaCode),
    "Resident.household": (person: Person) => householdOf(person.householdId),
    "Resident.visits": (source, args) => {
      const person = personOf(source);
      return page(isKnown(person) ? visitsOf(person) : [], args);
    },
    // Grid knows the id; the registry has nothing to say of whom it hides.
    "FollowUp.resident": ({ residentId: id }: { residentId: string }) =>
      (department === null ? resident(personOf({ id })) : null) ?? { __typename: "Resident", id, masked: {} },
    "Household.area": (source: { areaCode: string }) => areaOf(source.areaCode),
    "Household.members": (source: { id: string }) =>
      people.filter((person) => person.householdId === source.id && isSeen(person)).map(resident),
    "Area.parent": (source: { parentCode: string | null }) => areaOf(source.parentCode),
    "Area.successor": (source: { successorCode: string | null }) => areaOf(source.successorCode),
    "Area.serviceCentres": (source: { code: string }) =>
      centres.filter(({ townships }) => townships.includes(source.code)).map(({ code }) => centreOf(code)),
    "ServiceCentre.area": (source: { standsIn: string }) => areaOf(source.standsIn),
    "ServiceCentre.townships": (source: { townships: readonly string[] }) =>
      source.townships.map(areaOf).filter((one) => one !== null),
  };

  return (type, field, source, args, isMasked) => {
    const hidden = HIDDEN_BY_HAND[`${type}.${field}`];
    if (isMasked && hidden !== undefined) return hidden((source as Record<string, unknown>)[field]);
    if (isMasked) return (source as { masked: Record<string, unknown> }).masked[field];
    const give = given[`${type}.${field}`];
    return give === undefined ? (source as Record<string, unknown>)[field] : give(source as never, args);
  };
}

const UNSEEN = { __typename: "Resident", householdId: null, masked: {} };

function page(nodes: readonly unknown[], args: Arguments): object {
  const there = nodes.filter((node) => node !== null);
  const edges = there.slice(0, Number(args["first"])).map((node) => ({ node, cursor: ANY_TEXT }));
  return {
    edges,
    pageInfo: { hasNextPage: there.length > edges.length, endCursor: edges.length === 0 ? null : ANY_TEXT },
  };
}
