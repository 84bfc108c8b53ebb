import { sql } from "drizzle-orm";
import { changeOnce } from "../shared/change-once.ts";
import type { LoaderContext } from "../shared/loader.ts";
import { defineWrite } from "../shared/read.ts";
import { residents } from "./tables.ts";
import { type Entered, events, holdResident, requireDay } from "./writes-register.ts";

export interface RecordDeathInput {
  readonly key: string;
  readonly residentId: string;
  readonly diedOn: string;
  readonly expectedVersion?: number | null;
}

const closeEntry = defineWrite(
  { id: residents.residentId },
  sql`update ${residents} set died_on = ${sql.placeholder("diedOn")}::date, version = version + 1
    where ${residents.residentId} = ${sql.placeholder("id")}::bigint`,
);

/** Enters a death: the entry stays, and nothing of it changes any more. */
export function recordDeath(context: LoaderContext, { key, ...content }: RecordDeathInput): Promise<Entered> {
  const { residentId, diedOn, expectedVersion } = content;
  return changeOnce(context, { key, mutation: "recordDeath", content }, async (transaction) => {
    const { id, areaCode, birthOn } = await holdResident(transaction, residentId, expectedVersion, "residentId");
    requireDay(diedOn, "diedOn", birthOn);
    await transaction.run(closeEntry, { id, diedOn });
    await transaction.append(events.make("ResidentDied", { residentId: id, areaCode }, { diedOn }));
    return { residentId: id, residentIds: [id] };
  });
}
