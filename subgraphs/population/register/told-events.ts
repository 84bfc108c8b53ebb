import type { ISql } from "postgres";
import type { HearersOf } from "../../shared/department-writes.ts";

/** An event of `events.graphql` that a file may have to tell, with one of those who hear it. */
export interface HeardEvent {
  readonly name: string;
  readonly hearer: string;
}

export const VERSION = 1;
const NAMES = ["ResidentRegistered", "ResidentMoved", "HouseholdChanged", "ResidentDied"];
/** Stands in the outbox as who made the change: a command of the operator's, and no account of the hub. */
const ACCOUNT = "command:import residents";

export function heardEvents(hearersOf: HearersOf): HeardEvent[] {
  return NAMES.flatMap((name) => hearersOf({ name, version: VERSION }).map((hearer) => ({ name, hearer })));
}

/** The first statement of a batch. It claims no areas: the login sees the whole register. */
export async function takeAccount(sql: ISql): Promise<void> {
  await sql`select onedoor.set_writer('{}', null, ${ACCOUNT}::text)`;
}
