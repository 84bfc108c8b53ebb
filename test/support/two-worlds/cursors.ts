import type { Question } from "../expected-answer.ts";
import { createCursorSealing } from "../../../subgraphs/shared/sealed-cursors.ts";
import { createViewer } from "../../../subgraphs/shared/viewer.ts";
import { rows as insurance } from "../../../subgraphs/medical-insurance/rows.ts";
import { rows as monitoring } from "../../../subgraphs/monitoring/rows.ts";
import { worldRows } from "../described-world.ts";
import { accessRecords, accounts, people } from "../world.ts";
import { visitsOf } from "../world-care.ts";
import { casesOf } from "../world-counter.ts";
import { pagedList, pagedLists } from "./paged-lists.ts";
import type { WorldViewer } from "./viewers.ts";

/** Both hubs seal with it: one row has one cursor in both worlds, so cursors are compared like everything else. */
const SECRET = "the tests' own key for cursors, long enough";
export const sealing = createCursorSealing([SECRET]);

/** Stands for a cursor until the question is asked. */
type Mark =
  | { /** Got from an earlier answer to this viewer in these worlds. */ readonly kept: string; readonly at: number }
  | {
      /** Of a row that the viewer may have seen once, and now may see no longer. */ readonly list: string;
      readonly of: Place;
    };

type Place = readonly [departmentsName: string, sort: string, id: string];

const known = people.filter(({ hasRecords }) => hasRecords);
const placesOf: Readonly<Record<string, readonly Place[]>> = {
  "Query.residents": [
    ...people.map(({ areaCode, id }): Place => ["residents", areaCode, id]),
    ["residents", "32", "1"],
  ],
  "Query.accounts": accounts.map((one): Place => ["accounts", one.areas[0] ?? "32", one.id]),
  "Query.accessRecords": [
    ...accessRecords.map(({ id }): Place => ["access-records", "0", id]),
    ["access-records", "0", "3"],
  ],
  "Query.cases": people.flatMap((one) => casesOf(one).map(({ areaCode, id }): Place => ["cases", areaCode, id])),
  "Query.followUps": [
    ...people.flatMap((one) =>
      visitsOf(one).flatMap(({ followUps }) => followUps.map(({ dueOn, id }): Place => ["open-follow-ups", dueOn, id])),
    ),
    ["done-follow-ups", "2025-03-20", "1001-10019-1"],
  ],
  "Resident.cases": people.flatMap((one) =>
    casesOf(one).map(({ openedOn, id }): Place => ["cases-of-a-resident", openedOn, id]),
  ),
  "Resident.visits": people.flatMap((one) =>
    visitsOf(one).map(({ visitedOn, visitId }): Place => ["visits", visitedOn, visitId]),
  ),
  "Resident.benefits": known.flatMap((one) =>
    worldRows(monitoring.benefits, one).map((row): Place => [
      "benefits",
      String(row["periodStartsOn"]),
      String(row["benefitId"]),
    ]),
  ),
  "Assistance.awards": [["awards", "2024-01-01", "10019"]],
  "MedicalInsurance.claims": known.flatMap((one) =>
    worldRows(insurance.claims, one).map((row): Place => ["claims", String(row["settledOn"]), String(row["claimId"])]),
  ),
};

const KEPT = 10;
const BEGINNINGS = 6;
const ANY_LIST = "any list";

/** What a variable that takes a cursor of this list may hold: mostly what a client would send, and some of what it would not. */
export function cursorsOf(coordinate: string): readonly unknown[] {
  const { coordinate: list } = pagedList(coordinate);
  const kept = Array.from({ length: KEPT }, (_, at): Mark => ({ kept: list, at }));
  const places = placesOf[list] ?? [];
  const lost = places.map((of): Mark => ({ list, of }));
  const another: Mark = { kept: ANY_LIST, at: 11 };
  const elsewhere = places.slice(0, 1).map((of): Mark => ({ list: "Query.areas", of }));
  const unsealed = places.slice(0, 1).map(written);
  return [
    ...Array.from({ length: BEGINNINGS }, () => null),
    ...kept,
    ...lost,
    another,
    ...elsewhere,
    ...unsealed,
    "garbage",
  ];
}

function written(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** The cursors one viewer has been given in one pair of worlds. */
export class CursorBook {
  private readonly kept = new Map<string, string[]>();
  private readonly sealer;

  constructor({ claims, viewer }: WorldViewer) {
    const { sub, roles, areas } = claims;
    const { residentId } = viewer;
    const scopes = new Set<string>();
    this.sealer = sealing(
      createViewer({ id: sub, roles, areas, residentId, scopes, department: null, purpose: null, rolesHash: "" }),
    );
  }

  keep(list: string, answer: string): void {
    for (const [, cursor] of answer.matchAll(/"(?:cursor|endCursor)":"([^"]+)"/g)) {
      if (cursor === undefined) continue;
      for (const name of [list, ANY_LIST]) {
        const known = this.kept.get(name) ?? [];
        if (!known.includes(cursor)) this.kept.set(name, [...known, cursor]);
      }
    }
  }

  /** The question with cursors in the place of their marks, and whether one of its own list is among them. */
  fill({ query, variables }: Question): { question: Question; goesOn: boolean } {
    let goesOn = false;
    const fill = (value: unknown): unknown => {
      if (!isMark(value)) return value;
      if ("of" in value) return this.sealer.seal(value.list, written(value.of));
      const known = this.kept.get(value.kept) ?? [];
      const cursor = known[value.at % known.length];
      if (cursor !== undefined && value.kept !== ANY_LIST) goesOn = true;
      return cursor ?? null;
    };
    const filled = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, fill(value)]));
    return { question: { query, variables: filled }, goesOn };
  }
}

function isMark(value: unknown): value is Mark {
  return typeof value === "object" && value !== null && ("kept" in value || "of" in value);
}

/** Asks for every list once, so that there are cursors to go on with; lists of a person are asked for one of them. */
export function firstPages(seed: number): readonly { list: string; question: Question }[] {
  return pagedLists.map(({ coordinate, query, isOfPerson, after }, at) => {
    const person = people[(seed + at) % people.length];
    const id = isOfPerson ? { id: person?.id } : {};
    return { list: coordinate, question: { query, variables: { ...id, first: 20, [after]: null } } };
  });
}
