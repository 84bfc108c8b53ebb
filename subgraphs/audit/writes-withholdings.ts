import { sql } from "drizzle-orm";
import { HubError } from "../shared/errors.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { readPurpose, writePurpose } from "../shared/purpose.ts";
import { claimsAreSet, defineRead, type RowOf } from "../shared/read.ts";

export interface WithholdLooksInput {
  readonly purpose: string;
  readonly untilAt: string;
  readonly reason: string;
}

const REASON_LENGTH = { least: 10, most: 200 };

const orderColumns = {
  purpose: sql<string>`made.purpose`,
  untilAt: sql<string>`made.withheld_until`,
  reason: sql<string>`made.reason`,
  orderedAt: sql<string>`made.ordered_at`,
};

// An order is one row more: nothing is changed, so that the log of orders is as complete as that of looks.
const orderWithholding = defineRead(
  orderColumns,
  sql`from audit.withhold_looks(${sql.placeholder("purpose")}::text, ${sql.placeholder("untilAt")}::timestamptz,
    ${sql.placeholder("reason")}::text, ${sql.placeholder("orderedBy")}::text) as made where ${claimsAreSet}`,
);

/** Enters an order. It counts at once, for looks that were made and those to come. */
export async function withholdLooks(
  { database, viewer }: LoaderContext,
  { purpose, untilAt, reason }: WithholdLooksInput,
): Promise<RowOf<typeof orderColumns> | null> {
  const read = readPurpose(purpose);
  if (read === null) {
    throw new HubError("BAD_USER_INPUT", "purpose must be one that a look can have, such as case:320100-2026-17.");
  }
  const length = [...reason.trim()].length;
  if (length < REASON_LENGTH.least || length > REASON_LENGTH.most) {
    throw new HubError(
      "BAD_USER_INPUT",
      `reason must have ${REASON_LENGTH.least} to ${REASON_LENGTH.most} characters: name the order behind it.`,
    );
  }
  if (viewer.areas.length === 0) throw new HubError("UNAUTHORIZED_FIELD_OR_TYPE");
  // As looks carry it: in the words the header is read to.
  const values = { purpose: writePurpose(read), untilAt, reason: reason.trim(), orderedBy: viewer.id };
  const [made] = await database.read(viewer, orderWithholding, values);
  return made ?? null;
}
