import { sql } from "drizzle-orm";
import { runStatement } from "./bind-statement.ts";
import { appendEvent, departmentWrites, type HearersOf, nobodyHears } from "./department-writes.ts";
import { HubError } from "./errors.ts";
import type { OnFault } from "./faults.ts";
import { type Handler, handlerName, type HeardEvent } from "./hear.ts";
import { isUnavailable } from "./postgres/database-fault.ts";
import { openDepartmentPool } from "./postgres/department-pool.ts";
import { defineRead, defineWrite } from "./read.ts";
import { runAgainOnConflict, type Transaction, whileOpen } from "./transaction.ts";
import { departmentSchema, inboxIn } from "./write-tables.ts";

/** `FAILED`: the handler threw, and nothing of it stands. `UNKNOWN`: this version of the department has no handler for it. */
export const heardWords = ["HANDLED", "REPEATED", "FAILED", "UNKNOWN"] as const;
export type Heard = (typeof heardWords)[number];

/** A department's ears: its handlers, at work under the login of its own for when nobody asks. */
export interface Hearing {
  /** Handles an event, once however often it comes. Rejects where the database is away, which says nothing of the event. */
  hear(event: HeardEvent): Promise<Heard>;
  close(): Promise<void>;
}

export interface HearingOptions {
  readonly department: string;
  /** Of the login `onedoor_<schema>_system`. */
  readonly url: string;
  readonly handlers: readonly Handler[];
  readonly hearersOf?: HearersOf;
  readonly onFault?: OnFault;
}

const POOL_SIZE = 1;

export function openHearing({ department, url, handlers, hearersOf = nobodyHears, onFault }: HearingOptions): Hearing {
  const pool = openDepartmentPool({ department, url, poolSize: POOL_SIZE });
  const byName = new Map(handlers.map((handler) => [handlerName(handler), handler]));
  let compiled: ReturnType<typeof inboxStatements> | undefined;
  const own = () => (compiled ??= inboxStatements(department));
  return {
    async hear(event) {
      const name = handlerName({ from: event.from, event: event.name, version: event.version });
      const handler = byName.get(name);
      if (handler === undefined) return "UNKNOWN";
      const claims = { areas: [], ownResident: null, handledEvent: event.id, handledResident: event.residentId };
      const handle = () =>
        pool.transact(async (prove): Promise<Heard> => {
          const transaction: Transaction = {
            run: (statement, values) => runStatement(department, prove, statement, claims, values),
            append: (told) => appendEvent(transaction.run, own(), hearersOf, told),
          };
          await transaction.run(setHandler, {});
          // Of two deliveries at once the second waits here for the first.
          const entered = await transaction.run(own().enter, { handler: name });
          if (entered.length === 0) return "REPEATED";
          await whileOpen(transaction, (open) => handler.handle(open, event));
          return "HANDLED";
        });
      try {
        return await runAgainOnConflict(handle);
      } catch (error) {
        if (isUnavailable(error) || isOfOthers(error)) throw error;
        onFault?.({ department, requestId: event.id, error });
        return "FAILED";
      }
    },
    close: () => pool.close(),
  };
}

/** Others change the same at this moment: nothing that the event could help. */
function isOfOthers(error: unknown): boolean {
  return error instanceof HubError && error.code === "CONFLICT";
}

const handledEvent = sql`${sql.placeholder("handledEvent")}::text::uuid`;
const handledResident = sql`${sql.placeholder("handledResident")}::bigint`;

/** The first statement of a transaction about one event. */
export const setHandler = defineRead(
  { isSet: sql<boolean>`claims.are_set` },
  sql`from onedoor.set_handler(${handledEvent}, ${handledResident}) as claims(are_set)`,
);

function inboxStatements(department: string) {
  const inbox = inboxIn(departmentSchema(department));
  return {
    ...departmentWrites(department),
    enter: defineWrite(
      { handler: inbox.handler },
      sql`insert into ${inbox} (resident_id, event_id, handler)
        values (coalesce(${handledResident}, 0), ${handledEvent}, ${sql.placeholder("handler")}::text)
        on conflict do nothing`,
    ),
  };
}
