import { sql } from "drizzle-orm";
import { HubError } from "../shared/errors.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { claimsAreSet, defineRead } from "../shared/read.ts";
import { FOLLOW_UP_PARTS, isFollowUpKey, partsOf } from "./loaders-keys.ts";
import { checkKey, hashOf, wordsOf } from "./writes-checks.ts";

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

/** Completes a task and gives its id; null when there is none the viewer may complete. */
export async function completeFollowUp(
  { database, viewer }: LoaderContext,
  input: CompleteFollowUpInput,
): Promise<string | null> {
  const { id, key, doneOn } = input;
  checkKey(key);
  const result = wordsOf(input.result, "input.result");
  if (!isFollowUpKey(id)) return null;
  const values = { account: viewer.id, id, key, hash: hashOf({ doneOn, result }), doneOn, result };
  const [done] = await database.write(viewer, completeOne, values);
  switch (done?.outcome) {
    case "completed":
    case "same":
      return id;
    case "other":
      throw new HubError("CONFLICT", "This key has completed the task with another result: it stands as it was.");
    case "taken":
      throw new HubError("CONFLICT", "The task has been completed already.");
    case "future":
      throw new HubError("BAD_USER_INPUT", "input.doneOn is a day that has not come yet.");
    case "early":
      throw new HubError("BAD_USER_INPUT", "input.doneOn is before the visit the task came from.");
    default:
      return null;
  }
}
