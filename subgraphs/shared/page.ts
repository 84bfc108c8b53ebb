import { HubError } from "./errors.ts";

export interface PageArguments {
  first: number;
  after?: string | null;
}

export interface Connection<Node> {
  edges: { cursor: string; node: Node }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The most rows one page may hold; a larger `first` is refused, not cut. */
const LARGEST_PAGE = 100;

/** The values a paged read binds: one row more than asked, to learn whether another page follows. */
export interface PageValues {
  readonly [name: string]: string | number | null;
  readonly limit: number;
  readonly afterSort: string | null;
  readonly afterId: string | null;
}

/** Checks `first` and `after`. A cursor holds a sort value and a row id, never anything personal. */
export function pageValues(page: PageArguments): PageValues {
  if (!Number.isInteger(page.first) || page.first < 1 || page.first > LARGEST_PAGE) {
    throw new HubError("BAD_USER_INPUT", `first must be between 1 and ${LARGEST_PAGE}.`);
  }
  const [afterSort, afterId] = page.after ? readCursor(page.after) : [null, null];
  return { limit: page.first + 1, afterSort, afterId };
}

/** Cuts the extra row off and wraps the rest. `position` gives a row's sort value and id. */
export function toConnection<Row>(
  rows: readonly Row[],
  values: PageValues,
  position: (row: Row) => readonly [sort: string, id: string],
): Connection<Row> {
  const first = values.limit - 1;
  const edges = rows.slice(0, first).map((node) => ({ cursor: writeCursor(position(node)), node }));
  return {
    edges,
    pageInfo: { hasNextPage: rows.length > first, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

function writeCursor(position: readonly [string, string]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

const SORT_VALUE = /^[\d-]{1,32}$/;
const ROW_ID = /^[1-9]\d{0,17}$/;

function readCursor(cursor: string): [string, string] {
  try {
    const [sort, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [unknown, unknown];
    if (typeof sort === "string" && typeof id === "string" && SORT_VALUE.test(sort) && ROW_ID.test(id)) {
      return [sort, id];
    }
  } catch {
    // Falls through to the one error below: what was wrong with it is of no use to the caller.
  }
  throw new HubError("BAD_USER_INPUT", "after is not a cursor of this list: pass an endCursor unchanged.");
}
