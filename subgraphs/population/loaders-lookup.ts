import DataLoader from "dataloader";
import { sql } from "drizzle-orm";
import { HubError } from "../shared/errors.ts";
import { isText, type LoaderContext } from "../shared/loader.ts";
import { claimsAreSet, defineRead, type RowOf } from "../shared/read.ts";
import { residentColumns } from "./loaders-columns.ts";
import { visibleResidents } from "./policies.ts";
import { residents } from "./tables.ts";

const account = sql.placeholder("account");

const lookupColumns = {
  ...residentColumns,
  isOver: sql<boolean>`population.lookups_are_over(${account}::text, ${residents.idNumber})`,
};

const residentsByIdNumber = defineRead(
  lookupColumns,
  sql`from ${residents} where ${residents.idNumber} = any(${sql.placeholder("keys")}::text[]) and ${visibleResidents}`,
);

const lookupsAreOver = defineRead(
  { isOver: sql<boolean>`population.lookups_are_over(${account}::text, ${sql.placeholder("number")}::text)` },
  sql`from (select) as always where ${claimsAreSet}`,
);

const countMisses = defineRead(
  { isOver: sql<boolean>`counted.is_over` },
  sql`from population.count_missed_lookups(${account}::text, ${sql.placeholder("keys")}::text[]) as counted(is_over)
    where ${claimsAreSet}`,
);

/**
 * Exact look-up by identity number. One that is not there, or not the viewer's to see, is counted: a viewer who tries the
 * numbers that fit a masked one is refused before the right one is found. Past the budget every look-up is refused, the
 * right one as well, or the refusal itself would tell which it was.
 */
export function createNumberLookup({ database, viewer }: LoaderContext) {
  return new DataLoader<string, RowOf<typeof lookupColumns> | null>(async (numbers) => {
    const keys = numbers.filter(isText);
    if (keys.length === 0) return numbers.map(() => null);
    const rows = await database.read(viewer, residentsByIdNumber, { keys, account: viewer.id });
    const found = new Map(rows.map((row) => [row.idNumber, row]));
    const missed = keys.filter((number) => !found.has(number));
    const counted =
      missed.length === 0
        ? []
        : await database.write(viewer, (transaction) => transaction.run(countMisses, { keys: missed }));
    if ([...rows, ...counted].some(({ isOver }) => isOver)) {
      return numbers.map(tooMany);
    }
    return numbers.map((number) => found.get(number) ?? null);
  });
}

const tooMany = () =>
  new HubError("RATE_LIMITED", "Too many identity numbers were asked for that are not there: try again later.");

/** Refuses who has missed too often: to be told that a number is taken says as much as a look-up. */
export async function requireLookups({ database, viewer }: LoaderContext, number: string): Promise<void> {
  const [found] = await database.read(viewer, lookupsAreOver, { account: viewer.id, number });
  if (found?.isOver !== false) throw tooMany();
}

/** Counts that somebody was told of a number of whom else they may not see. */
export async function countLookup({ database, viewer }: LoaderContext, number: string): Promise<void> {
  await database.write(viewer, (transaction) => transaction.run(countMisses, { keys: [number] }));
}
