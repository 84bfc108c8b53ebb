import { areaRange } from "./area.ts";
import { HubError } from "./errors.ts";
import { isRealDay } from "./scalars.ts";

export interface PageArguments {
  first: number;
  after?: string | null;
}

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The most rows one page may hold; a larger `first` is refused, not cut. */
export const LARGEST_PAGE = 100;

/** The form of a list's sort values in its cursors. */
const sortForms = {
  none: /^0$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
  area: /^\d{2,12}$/,
};

const idForms = {
  number: /^[1-9]\d{0,17}$/,
  uuid: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/,
  /** The id of what lies below others: theirs first, the own last. */
  path: /^[1-9]\d{0,17}(?:-[1-9]\d{0,17})+$/,
};

/** A list's name and how it is sorted: both stand in its cursors, so that no list takes another's. */
export interface ListOrder {
  readonly list: string;
  readonly sort: keyof typeof sortForms;
  /** The form of its rows' ids; numbers when left out. */
  readonly id?: keyof typeof idForms;
}

/** The values a paged read binds: one row more than asked, to learn whether another page follows. */
export interface PageValues {
  readonly [name: string]: string | number | null;
  readonly limit: number;
  readonly afterSort: string | null;
  readonly afterId: string | null;
}

/** Checks `first` and `after`. A cursor holds a sort value and a row id, never anything personal. */
export function pageValues(page: PageArguments, order: ListOrder): PageValues {
  if (!Number.isInteger(page.first) || page.first < 1 || page.first > LARGEST_PAGE) {
    throw new HubError("BAD_USER_INPUT", `first must be between 1 and ${LARGEST_PAGE}.`);
  }
  const [afterSort, afterId] = page.after ? readCursor(page.after, order) : [null, null];
  return { limit: page.first + 1, afterSort, afterId };
}

/** Where a page of a list in the order of areas begins and ends, for `isInPage`. */
export function areaPage(prefixes: readonly string[], { afterSort, afterId }: PageValues) {
  const { from, to } = areaRange(prefixes);
  // A cursor taken under another filter must not lead out of this one.
  const isAfter = afterSort !== null && afterSort >= from;
  return { startArea: isAfter ? afterSort : from, startId: isAfter ? afterId : "0", endArea: to };
}

/** Cuts the extra row off and wraps the rest. `position` gives a row's sort value and id. */
export function toConnection<Row>(
  rows: readonly Row[],
  values: PageValues,
  order: ListOrder,
  position: (row: Row) => readonly [sort: string, id: string],
): Connection<Row> {
  const first = values.limit - 1;
  const edges = rows.slice(0, first).map((node) => ({ cursor: writeCursor(order, position(node)), node }));
  return {
    edges,
    pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

function writeCursor({ list }: ListOrder, position: readonly [string, string]): string {
  return Buffer.from(JSON.stringify([list, ...position])).toString("base64url");
}

function readCursor(cursor: string, { list, sort: form, id: idForm = "number" }: ListOrder): [string, string] {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const [from, sort, id] = Array.isArray(read) ? (read as unknown[]) : [];
    if (from === list && typeof sort === "string" && typeof id === "string") {
      if (sortForms[form].test(sort) && idForms[idForm].test(id) && !isImpossibleDay(form, sort)) return [sort, id];
    }
  } catch {
    // Falls through to the one error below: what was wrong with it is of no use to the caller.
  }
  throw new HubError("BAD_USER_INPUT", "after is not a cursor of this list: pass an endCursor unchanged.");
}

function isImpossibleDay(form: ListOrder["sort"], sort: string): boolean {
  return form === "day" && !isRealDay(sort);
}
