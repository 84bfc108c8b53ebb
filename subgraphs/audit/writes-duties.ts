import { sql } from "drizzle-orm";
import { defineFailures } from "../shared/expected-failure.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { countOneHand } from "../shared/one-hand.ts";
import { claimsAreSet, defineRead, type RowOf } from "../shared/read.ts";
import { countSeen } from "../shared/sentence.ts";
import { isForDuty, isOfAnother, visibleRecords } from "./policies.ts";
import { accessRecords } from "./tables.ts";

export interface RecordDutyJudgementInput {
  readonly id: string;
  readonly isJustified: boolean;
  readonly note?: string | null;
}

const LONGEST_NOTE = 200;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Why a look was not judged; the codes of `DutyJudgementErrorCode`. */
const failure = defineFailures({
  NOT_FOUND: null,
  NOTE_TOO_LONG: "BAD_USER_INPUT",
  NOTE_MISSING: "BAD_USER_INPUT",
  ONE_HAND: "CONFLICT",
  ALREADY_JUDGED: "CONFLICT",
});

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

/** Enters what the supervisor found. It stands: a look is judged once. */
export async function recordDutyJudgement(
  { database, viewer }: LoaderContext,
  { id, isJustified, note }: RecordDutyJudgementInput,
): Promise<RowOf<typeof judgementColumns>> {
  const words = note?.trim() ?? "";
  if ([...words].length > LONGEST_NOTE) {
    throw failure("NOTE_TOO_LONG", `note may have ${LONGEST_NOTE} characters.`, "note");
  }
  if (!isJustified && countSeen(words) === 0) {
    throw failure("NOTE_MISSING", "note must say what was not justified.", "note");
  }
  if (!UUID.test(id)) throw noLook();
  if (viewer.makers.length > 0) {
    // The record does not say who made the account that looked, so an account that was made lately judges none.
    countOneHand("judge-duty");
    throw failure("ONE_HAND", "For 30 days an account that an administrator made or changed judges no looks.");
  }
  const values = { id, isJustified: String(isJustified), note: words === "" ? null : words, viewerId: viewer.id };
  const [made] = await database.write(viewer, judge, values);
  if (made === undefined) throw noLook();
  if (!made.isNew) throw failure("ALREADY_JUDGED", "This look has been judged already.", "id");
  return made;
}

const noLook = () => failure("NOT_FOUND", "There is no such look, or none you may judge.", "id");
