import { pipeline } from "node:stream/promises";
import type { ISql } from "postgres";

export interface CopyTarget {
  schema: string;
  table: string;
  columns: readonly string[];
}

/** Sends rows in COPY's text format to one table, as fast as the server takes them. */
export async function copyRows(
  session: ISql,
  target: CopyTarget,
  bytes: readonly Buffer[] | AsyncIterable<Buffer>,
): Promise<void> {
  const { schema, table, columns } = target;
  const copy = session`copy ${session(schema)}.${session(table)} (${session([...columns])}) from stdin`;
  const stream = await copy.writable();
  // An error after the last byte (a row that breaks a constraint) reaches neither the stream nor this query,
  // whose promise is settled once it has handed over its stream: postgres.js 3.4 then waits for ever. It does
  // call `reject` of the query, so that is where to listen.
  const refusal = new Promise<never>((_resolve, reject) => {
    Reflect.set(copy, "reject", reject);
  });
  await Promise.race([pipeline(bytes, stream), refusal]);
}
