import { type SQL, sql } from "drizzle-orm";
import { isId } from "../shared/loader.ts";

/**
 * Ids of visits and tasks begin with the resident's, as their primary keys do: each row is found where its resident's
 * rows are, and two residents' rows can have no id in common.
 */
export const VISIT_PARTS = 2;
export const FOLLOW_UP_PARTS = 3;

export function keyOfVisit({ residentId, visitId }: { residentId: string; visitId: string }): string {
  return `${residentId}-${visitId}`;
}

/** True for text that can be the id of a visit. */
export function isVisitKey(key: string): boolean {
  return hasParts(key, VISIT_PARTS);
}

/** True for text that can be the id of a task. */
export function isFollowUpKey(key: string): boolean {
  return hasParts(key, FOLLOW_UP_PARTS);
}

function hasParts(key: string, count: number): boolean {
  const parts = key.split("-");
  return parts.length === count && parts.every(isId);
}

/** The parts of a key in SQL, as a list of numbers. */
export function partsOf(key: SQL, count: number): SQL {
  const parts = Array.from(
    { length: count },
    (_, at) => sql`split_part(${key}, '-', ${sql.raw(String(at + 1))})::bigint`,
  );
  return sql.join(parts, sql`, `);
}
