import { openSession, type Session } from "../../subgraphs/shared/postgres/session.ts";
import { codeOf, OperatorError } from "../operator-error.ts";
import { connectionFailure } from "./connection-failure.ts";

const PATIENCE_MS = 10_000;
/** PgBouncer's own words: it knows no such login, or takes no settings of a session. */
const PROTOCOL_VIOLATION = "08P01";

/** Makes sure that a department's login gets through to the server where a pooler stands before it. */
export async function requirePooled(address: { readonly url: string; readonly isPooled: boolean }): Promise<void> {
  const { host, username } = new URL(address.url);
  const limits = { connectWithinMs: PATIENCE_MS, statementWithinMs: PATIENCE_MS };
  const settings = { statement_timeout: PATIENCE_MS };
  let session: Session | undefined;
  try {
    session = await openSession({ ...address, ...limits, settings, name: "onedoor start" });
    await session.sql`select 1`;
  } catch (error) {
    const code = codeOf(error);
    if (!address.isPooled && (code === PROTOCOL_VIOLATION || code === "SHARED_CONNECTION")) {
      throw new OperatorError(
        `At ${host} a connection pooler such as PgBouncer answers: set DATABASE_PREPARE=false, so that statements go through it without names.`,
        { cause: error },
      );
    }
    if (code === PROTOCOL_VIOLATION) {
      throw new OperatorError(
        `The pooler at ${host} does not let "${username}" in: give it the departments' logins as docs/scale-out.md says.`,
        { cause: error },
      );
    }
    throw connectionFailure(error, { url: address.url, setting: "DATABASE_URL" }) ?? error;
  } finally {
    await session?.close();
  }
}
