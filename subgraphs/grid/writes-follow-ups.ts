import { sql } from "drizzle-orm";
import type { LoaderContext } from "../shared/loader.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import { FOLLOW_UP_PARTS, isFollowUpKey, partsOf } from "./loaders-keys.ts";
import { checkKey, failure, hashOf, wordsOf } from "./writes-checks.ts";

export interface CompleteFollowUpInput {
  readonly key: string;
  readonly id: string;
  readonly doneOn: string;
  readonly result?: string | null;
}

const completeOne = defineRead(
  { outcome: sql<"completed" | "same" | "other" | "taken" | "future" | "early" | "none">`done.outcome` },
  sql`from grid.complete_follow_up(${sql.placeholder("account")}::text,
    ${partsOf(sql`${sql.placeholder("id")}::text`, FOLLOW_UP_PARTS)}, ${sql.placeholder("key")}::text,
    ${sql.placeholder("hash")}::text, ${sql.placeholder("doneOn")}::date, ${sql.placeholder("result")}::text)
    as done(outcome) where ${claimsAreSet}`,
);

/** Completes a task and gives its id. */
export async function completeFollowUp(
  { database, viewer }: LoaderContext,
  input: CompleteFollowUpInput,
): Promise<string> {
  const { id, key, doneOn } = input;
  checkKey(key);
  const result = wordsOf(input.result, "result");
  if (!isFollowUpKey(id)) throw noTask();
  const values = { account: viewer.id, id, key, hash: hashOf({ doneOn, result }), doneOn, result };
  const [done] = await database.write(viewer, completeOne, values);
  switch (done?.outcome) {
    case "completed":
    case "same":
      return id;
    case "other":
      throw failure("KEY_USED", "This key has completed the task with another result: it stands as it was.", "key");
    case "taken":
      throw failure("ALREADY_COMPLETED", "The task has been completed already.", "id");
    case "future":
      throw failure("DAY_TO_COME", "input.doneOn is a day that has not come yet.", "doneOn");
    case "early":
      throw failure("BEFORE_VISIT", "input.doneOn is before the visit the task came from.", "doneOn");
    default:
      throw noTask();
  }
}

const noTask = () => failure("NOT_FOUND", "There is no such task, or none you may complete.", "id");
