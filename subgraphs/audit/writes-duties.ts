import { sql } from "drizzle-orm";
import { change } from "../shared/change-once.ts";
import { defineFailures } from "../shared/expected-failure.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { countOneHand } from "../shared/one-hand.ts";
import { claimsAreSet, defineRead, defineWrite, type RowOf } from "../shared/read.ts";
import { countSeen } from "../shared/sentence.ts";
import { isForDuty, isOfAnother, visibleRecords } from "./policies.ts";
import { accessRecords, dutyJudgements } from "./tables.ts";

export interface RecordDutyJudgementInput {
  readonly key?: string | null;
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
  id: dutyJudgements.recordId,
  isJustified: dutyJudgements.isJustified,
  note: dutyJudgements.note,
  judgedAt: dutyJudgements.judgedAt,
};

const id = sql`${sql.placeholder("id")}::uuid`;

const lookToJudge = defineRead(
  { id: accessRecords.recordId },
  sql`from ${accessRecords} where ${accessRecords.recordId} = ${id} and ${visibleRecords} and ${isForDuty}
    and ${isOfAnother}`,
);
// A row policy says so too: nobody judges the own, and nothing but a duty.
const judge = defineWrite(
  { id: dutyJudgements.recordId },
  sql`insert into ${dutyJudgements} (record_id, is_justified, note, judged_by)
    values (${id}, ${sql.placeholder("isJustified")}::text::boolean, ${sql.placeholder("note")}::text,
      ${sql.placeholder("account")}::text)
    on conflict do nothing`,
);
const judgements = defineRead(
  judgementColumns,
  sql`from ${dutyJudgements} where ${dutyJudgements.recordId} = ${id} and ${claimsAreSet}`,
);

/** Enters what the supervisor found. It stands: a look is judged once. */
export async function recordDutyJudgement(
  context: LoaderContext,
  { key, id, isJustified, note }: RecordDutyJudgementInput,
): Promise<RowOf<typeof judgementColumns>> {
  const words = note?.trim() ?? "";
  if ([...words].length > LONGEST_NOTE) {
    throw failure("NOTE_TOO_LONG", `note may have ${LONGEST_NOTE} characters.`, "note");
  }
  if (!isJustified && countSeen(words) === 0) {
    throw failure("NOTE_MISSING", "note must say what was not justified.", "note");
  }
  if (!UUID.test(id)) throw noLook();
  const { database, viewer } = context;
  if (viewer.makers.length > 0) {
    // The record does not say who made the account that looked, so an account that was made lately judges none.
    countOneHand("judge-duty");
    throw failure("ONE_HAND", "For 30 days an account that an administrator made or changed judges no looks.");
  }
  const request = { key, mutation: "recordDutyJudgement", content: { id, isJustified, note: words } };
  await change(context, request, async (transaction) => {
    const [look] = await transaction.run(lookToJudge, { id, viewerId: viewer.id });
    if (look === undefined) throw noLook();
    const values = { id, isJustified: String(isJustified), note: words === "" ? null : words };
    const [made] = await transaction.run(judge, values);
    if (made === undefined) throw failure("ALREADY_JUDGED", "This look has been judged already.", "id");
    return made;
  });
  const [judgement] = await database.read(viewer, judgements, { id });
  if (judgement === undefined) throw noLook();
  return judgement;
}

const noLook = () => failure("NOT_FOUND", "There is no such look, or none you may judge.", "id");
