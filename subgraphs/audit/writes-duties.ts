import { sql } from "drizzle-orm";
import { HubError } from "../shared/errors.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { countOneHand } from "../shared/one-hand.ts";
import { claimsAreSet, defineRead, type RowOf } from "../shared/read.ts";
import { countSeen } from "../shared/sentence.ts";
import { isForDuty, isOfAnother, visibleRecords } from "./policies.ts";
import { accessRecords } from "./tables.ts";

export interface JudgeDutyInput {
  readonly id: string;
  readonly isJustified: boolean;
  readonly note?: string | null;
}

const LONGEST_NOTE = 200;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const judgementColumns = {
  id: sql<string>`made.record_id`,
  isJustified: sql<boolean>`made.is_justified`,
  note: sql<string | null>`made.note`,
  judgedAt: sql<string>`made.judged_at`,
  isNew: sql<boolean>`made.is_new`,
};

const judge = defineRead(
  judgementColumns,
  sql`from audit.judge_duty((
      select ${accessRecords.recordId} from ${accessRecords} where ${accessRecords.recordId} = ${sql.placeholder("id")}::uuid
      and ${visibleRecords} and ${isForDuty} and ${isOfAnother}
    ), ${sql.placeholder("isJustified")}::text::boolean, ${sql.placeholder("note")}::text,
    ${sql.placeholder("viewerId")}::text) as made where ${claimsAreSet}`,
);

/** Enters what the supervisor found. Null for a look that is not there to be judged by this viewer; one judged before is refused. */
export async function judgeDuty(
  { database, viewer }: LoaderContext,
  { id, isJustified, note }: JudgeDutyInput,
): Promise<RowOf<typeof judgementColumns> | null> {
  const words = note?.trim() ?? "";
  if ([...words].length > LONGEST_NOTE) {
    throw new HubError("BAD_USER_INPUT", `note may have ${LONGEST_NOTE} characters.`);
  }
  if (!isJustified && countSeen(words) === 0)
    throw new HubError("BAD_USER_INPUT", "note must say what was not justified.");
  if (!UUID.test(id)) return null;
  if (viewer.makers.length > 0) {
    // The record does not say who made the account that looked, so an account that was made lately judges none.
    countOneHand("judge-duty");
    throw new HubError("CONFLICT", "For 30 days an account that an administrator made or changed judges no looks.");
  }
  const values = { id, isJustified: String(isJustified), note: words === "" ? null : words, viewerId: viewer.id };
  const [made] = await database.write(viewer, judge, values);
  if (made?.isNew === false) throw new HubError("CONFLICT", "This look has been judged already.");
  return made ?? null;
}
