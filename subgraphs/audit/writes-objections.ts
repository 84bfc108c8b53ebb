import { sql } from "drizzle-orm";
import { defineFailures } from "../shared/expected-failure.ts";
import { isText, type LoaderContext } from "../shared/loader.ts";
import { holdsPersonalNumber } from "../shared/personal-number.ts";
import { claimsAreSet, defineRead, defineReadAround, type RowOf } from "../shared/read.ts";
import { countSeen } from "../shared/sentence.ts";
import { loadObjection } from "./loaders-objections.ts";
import { objectionAnswers, objections } from "./tables.ts";

export interface RaiseObjectionInput {
  readonly lookId: string;
  readonly reason: string;
}

export interface SettleObjectionInput {
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

const made = defineReadAround(
  { id: sql<string | null>`made.id` },
  (columns) => sql`select claimed.* from audit.set_own_pseudonym(${sql.placeholder("ownPseudonym")}::text) as own(ok),
    lateral (select ${columns} from audit.object_to_look(${sql.placeholder("lookId")}::uuid, ${sql.placeholder("reason")}::text)
      as made(id) where own.ok offset 0) as claimed where ${claimsAreSet} offset 0`,
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

const answered = defineRead(
  { outcome: sql<"done" | "taken" | "none">`made.outcome` },
  sql`from audit.answer_objection(${sql.placeholder("id")}::uuid, ${sql.placeholder("answer")}::text,
    ${sql.placeholder("account")}::text) as made(outcome) where ${claimsAreSet}`,
);

/** Enters what a resident objects to in a look at oneself; one that was objected to keeps its objection. */
export async function raiseObjection(context: LoaderContext, input: RaiseObjectionInput): Promise<OwnObjectionRow> {
  const { database, viewer, pseudonymOf } = context;
  const reason = readWords("reason", input.reason);
  if (viewer.residentId === null || !UUID.test(input.lookId)) throw noLook();
  const ownPseudonym = pseudonymOf(viewer.residentId);
  const [row] = await database.write(viewer, made, { ownPseudonym, lookId: input.lookId, reason });
  if (row?.id == null) throw noLook();
  const [own] = await loadOwnObjections(context, [input.lookId]);
  if (own === undefined) throw noLook();
  return own;
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
export async function settleObjection(context: LoaderContext, input: SettleObjectionInput) {
  const { database, viewer } = context;
  const answer = readWords("answer", input.answer);
  if (!UUID.test(input.id)) throw noObjection();
  const [row] = await database.write(viewer, answered, { id: input.id, answer, account: viewer.id });
  if (row?.outcome === "taken") throw failure("ALREADY_ANSWERED", "The objection has been answered already.", "id");
  if (row?.outcome !== "done") throw noObjection();
  return loadObjection(context, input.id);
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
