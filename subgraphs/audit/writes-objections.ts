import { sql } from "drizzle-orm";
import { change } from "../shared/change-once.ts";
import { defineFailures } from "../shared/expected-failure.ts";
import { isText, type LoaderContext } from "../shared/loader.ts";
import { holdsPersonalNumber } from "../shared/personal-number.ts";
import { claimsAreSet, defineRead, defineReadAround, defineWrite, type RowOf } from "../shared/read.ts";
import { countSeen } from "../shared/sentence.ts";
import { loadObjection } from "./loaders-objections.ts";
import { visibleObjections } from "./policies.ts";
import { accessRecords, objectionAnswers, objections } from "./tables.ts";

export interface RaiseObjectionInput {
  readonly key?: string | null;
  readonly lookId: string;
  readonly reason: string;
}

export interface SettleObjectionInput {
  readonly key?: string | null;
  readonly id: string;
  readonly answer: string;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const WORDS_LENGTH = { least: 5, most: 500 };

/** Why an objection was not raised or settled; the codes of `ObjectionErrorCode`. */
const failure = defineFailures({
  NOT_FOUND: null,
  INVALID_TEXT: "BAD_USER_INPUT",
  HOLDS_NUMBER: "BAD_USER_INPUT",
  ALREADY_ANSWERED: "CONFLICT",
});

const setOwnPseudonym = defineRead(
  { isSet: sql<boolean>`own.is_set` },
  sql`from audit.set_own_pseudonym(${sql.placeholder("ownPseudonym")}::text) as own(is_set) where ${claimsAreSet}`,
);
// One that was objected to keeps its objection.
const raise = defineWrite(
  {},
  sql`insert into ${objections} (record_id, pseudonym, area_code, reason)
    select r.record_id, audit.own_pseudonym(), r.area_code, ${sql.placeholder("reason")}::text
    from ${accessRecords} as r
    where r.record_id = ${sql.placeholder("lookId")}::uuid and r.kind = 'LOOK'
      and r.residents @> array[audit.own_pseudonym()]
      and coalesce(audit.withheld_until(r.purpose, r.area_code) <= now(), true)
    on conflict do nothing`,
);

const ownColumns = {
  id: objections.objectionId,
  lookId: objections.recordId,
  reason: objections.reason,
  objectedAt: objections.objectedAt,
  answer: sql<string | null>`${objectionAnswers.answer}`,
  answeredAt: sql<string | null>`${objectionAnswers.answeredAt}`,
};
export type OwnObjectionRow = RowOf<typeof ownColumns>;

const ownObjections = defineReadAround(
  ownColumns,
  (columns) => sql`select claimed.* from audit.set_own_pseudonym(${sql.placeholder("ownPseudonym")}::text) as own(ok),
    lateral (select ${columns} from ${objections}
      left join ${objectionAnswers} on ${objectionAnswers.objectionId} = ${objections.objectionId}
      where own.ok and ${objections.pseudonym} = ${sql.placeholder("ownPseudonym")}::text
        and ${objections.recordId} = any(${sql.placeholder("lookIds")}::uuid[]) offset 0) as claimed
    where ${claimsAreSet} offset 0`,
);

const id = sql`${sql.placeholder("id")}::uuid`;
const visibleObjection = defineRead(
  { id: objections.objectionId },
  sql`from ${objections} where ${objections.objectionId} = ${id} and ${visibleObjections}`,
);
const answerOne = defineWrite(
  { id: objectionAnswers.objectionId },
  sql`insert into ${objectionAnswers} (objection_id, answer, answered_by)
    values (${id}, ${sql.placeholder("answer")}::text, ${sql.placeholder("account")}::text) on conflict do nothing`,
);

/** Enters what a resident objects to in a look at oneself; one that was objected to keeps its objection. */
export async function raiseObjection(
  context: LoaderContext,
  { key, ...content }: RaiseObjectionInput,
): Promise<OwnObjectionRow> {
  const { viewer, pseudonymOf } = context;
  const { lookId } = content;
  const reason = readWords("reason", content.reason);
  if (viewer.residentId === null || !UUID.test(lookId)) throw noLook();
  const own = { ownPseudonym: pseudonymOf(viewer.residentId), lookIds: [lookId] };
  await change(context, { key, mutation: "raiseObjection", content }, async (transaction) => {
    await transaction.run(setOwnPseudonym, own);
    await transaction.run(raise, { lookId, reason });
    const [raised] = await transaction.run(ownObjections, own);
    if (raised === undefined) throw noLook();
    return { id: raised.id };
  });
  const [raised] = await loadOwnObjections(context, [lookId]);
  if (raised === undefined) throw noLook();
  return raised;
}

/** What the viewer objected to in the looks, in no order. */
export async function loadOwnObjections(
  { database, viewer, pseudonymOf }: LoaderContext,
  lookIds: readonly string[],
): Promise<OwnObjectionRow[]> {
  if (viewer.residentId === null) return [];
  return database.read(viewer, ownObjections, { ownPseudonym: pseudonymOf(viewer.residentId), lookIds });
}

/** Enters an auditor's answer. */
export async function settleObjection(context: LoaderContext, { key, ...content }: SettleObjectionInput) {
  const { id: objectionId } = content;
  const answer = readWords("answer", content.answer);
  if (!UUID.test(objectionId)) throw noObjection();
  await change(context, { key, mutation: "settleObjection", content }, async (transaction) => {
    const [objection] = await transaction.run(visibleObjection, { id: objectionId });
    if (objection === undefined) throw noObjection();
    const [answered] = await transaction.run(answerOne, { id: objectionId, answer });
    if (answered === undefined) throw failure("ALREADY_ANSWERED", "The objection has been answered already.", "id");
    return answered;
  });
  return loadObjection(context, objectionId);
}

const noLook = () => failure("NOT_FOUND", "There is no such look at you.", "lookId");
const noObjection = () => failure("NOT_FOUND", "There is no such objection, or none you may see.", "id");

function readWords(name: string, text: string): string {
  const words = text.trim();
  const { length } = [...words];
  if (countSeen(words) < WORDS_LENGTH.least || length > WORDS_LENGTH.most || !isText(words)) {
    const { least, most } = WORDS_LENGTH;
    const message = `${name} must have ${least} to ${most} characters that can be read.`;
    throw failure("INVALID_TEXT", message, name);
  }
  if (holdsPersonalNumber(words)) {
    throw failure("HOLDS_NUMBER", `${name} must not hold anybody's identity or telephone number.`, name);
  }
  return words;
}
