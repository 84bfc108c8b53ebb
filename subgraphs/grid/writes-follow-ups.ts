import { sql } from "drizzle-orm";
import { changeOnce } from "../shared/change-once.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { defineRead, defineWrite } from "../shared/read.ts";
import type { Work } from "../shared/transaction.ts";
import { FOLLOW_UP_PARTS, isFollowUpKey, partsOf } from "./loaders-keys.ts";
import { followUpsInAreas } from "./policies.ts";
import { followUps, visits } from "./tables.ts";
import { failure, keyFailures, wordsOf } from "./writes-checks.ts";
import { earlierHashOf, requireSame } from "./writes-earlier-keys.ts";

export interface CompleteFollowUpInput {
  readonly key: string;
  readonly id: string;
  readonly doneOn: string;
  readonly result?: string | null;
}

const isNamed = sql`(${followUps.residentId}, ${followUps.visitId}, ${followUps.followUpId})
  = (${partsOf(sql`${sql.placeholder("id")}::text`, FOLLOW_UP_PARTS)})`;
const text = (name: string) => sql`${sql.placeholder(name)}::text`;

const taskById = defineRead(
  {
    doneOn: followUps.doneOn,
    /** Whether the account has completed it under the key. */
    isOwnKey: sql<boolean>`(${followUps.doneBy} = ${text("account")} and ${followUps.doneKey} = ${text("key")})`,
    doneHash: followUps.doneHash,
    visitedOn: visits.visitedOn,
    today: sql<string>`grid.today()`,
  },
  sql`from ${followUps} join ${visits}
      on ${visits.residentId} = ${followUps.residentId} and ${visits.visitId} = ${followUps.visitId}
    where ${isNamed} and ${followUpsInAreas}`,
);

// The row policy says which can be completed; of two at once, the second finds nothing left.
const completeOne = defineWrite(
  { followUpId: followUps.followUpId },
  sql`update ${followUps} set done_on = ${text("doneOn")}::date, result = ${text("result")},
    done_by = ${text("account")}, done_key = ${text("key")}, done_hash = ${text("hash")}
    where ${isNamed} and ${followUps.doneOn} is null`,
);

/** Completes a task and gives its id. */
export async function completeFollowUp(
  context: LoaderContext,
  { key, ...input }: CompleteFollowUpInput,
): Promise<string> {
  const { id, doneOn } = input;
  const result = wordsOf(input.result, "result");
  const hash = earlierHashOf({ doneOn, result });
  const request = { key, mutation: "completeFollowUp", content: input };
  const complete: Work<{ readonly id: string }> = async (transaction) => {
    const [task] = isFollowUpKey(id) ? await transaction.run(taskById, { id, key }) : [];
    if (task === undefined) throw failure("NOT_FOUND", "There is no such task, or none you may complete.", "id");
    if (task.doneOn !== null && task.isOwnKey) {
      requireSame(task.doneHash, hash);
      return { id };
    }
    if (task.doneOn !== null) throw completed();
    if (doneOn > task.today) {
      throw failure("DAY_TO_COME", "input.doneOn is a day that has not come yet.", "doneOn");
    }
    if (doneOn < task.visitedOn) {
      throw failure("BEFORE_VISIT", "input.doneOn is before the visit the task came from.", "doneOn");
    }
    const [done] = await transaction.run(completeOne, { id, doneOn, result, key, hash });
    if (done === undefined) throw completed();
    return { id };
  };
  await changeOnce(context, request, complete, keyFailures);
  return id;
}

const completed = () => failure("ALREADY_COMPLETED", "The task has been completed already.", "id");
