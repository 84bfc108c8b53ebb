import { casesOf, items } from "./world-counter.ts";
import { centreOf } from "./world-places.ts";
import type { Person } from "./world.ts";

type Arguments = Readonly<Record<string, unknown>>;
type Case = ReturnType<typeof casesOf>[number];
/** A case by the names of its columns. */
type Row = Readonly<Record<string, unknown>>;
type Item = (typeof items)[number];

/** What the fields of the whole world tell these. */
interface Rows {
  readonly people: readonly Person[];
  readonly personOf: (source: unknown) => Person | undefined;
  /** The person, as other departments than the registry know them. */
  readonly isKnown: (person: Person | undefined) => person is Person;
  readonly mayReadArea: (areaCode: string) => boolean;
  readonly residentOf: (id: string) => unknown;
  readonly page: (nodes: readonly unknown[], args: Arguments) => object;
}

const NOBODY = { edges: [], pageInfo: { hasNextPage: false, endCursor: null } };

/** Items and cases: values by coordinate. */
export function counterFields({ people, personOf, isKnown, mayReadArea, residentOf, page }: Rows) {
  const counted = (nodes: readonly unknown[], args: Arguments) => ({ ...page(nodes, args), totalCount: nodes.length });
  const rank = ({ areaCode, id }: Case) => `${areaCode.padEnd(12, " ")}${id}`;
  return {
    "Query.item": (_source: never, args: Arguments) => itemOf(args["code"]),
    "Query.items": (_source: never, args: Arguments) =>
      counted(
        items.flatMap((one) => (one.isActive ? [itemOf(one.code)] : [])),
        args,
      ),
    "Item.businesses": ({ code }: Item) => items.find((one) => one.code === code)?.businesses ?? [],
    "Query.case": (_source: never, args: Arguments) =>
      people
        .filter(isKnown)
        .flatMap(casesOf)
        .map(asCase)
        .find(({ number }) => number === args["number"]) ?? null,
    "Query.cases": (_source: never, args: Arguments) => {
      const seen = people.flatMap(casesOf).filter(({ areaCode }) => mayReadArea(areaCode));
      return counted(seen.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).map(asCase), args);
    },
    "Resident.cases": (source: never, args: Arguments) => {
      const person = personOf(source);
      return isKnown(person) ? counted(casesOf(person).map(asCase), args) : { ...NOBODY, totalCount: 0 };
    },
    "Case.item": ({ itemCode }: Row) => itemOf(itemCode),
    "Case.business": ({ businessCode }: Row) => businessOf(businessCode),
    "Case.centre": ({ centreCode }: Row) => centreOf(centreCode),
    "Case.resident": ({ residentId }: Case) => residentOf(residentId),
  };
}

export function itemOf(code: unknown): object | null {
  const found = items.find((one) => one.code === code);
  return found === undefined ? null : { __typename: "Item", ...found };
}

export function businessOf(code: unknown): object | null {
  const found = items.flatMap(({ businesses }) => businesses).find((one) => one.code === code);
  return found === undefined ? null : { __typename: "ItemBusiness", ...found };
}

function asCase(one: Case): Case & { __typename: string } {
  return { __typename: "Case", ...one };
}
