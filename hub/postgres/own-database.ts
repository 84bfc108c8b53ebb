import { realpath } from "node:fs/promises";
import { openSession, type Session } from "../../subgraphs/shared/postgres/session.ts";
import { codeOf, OperatorError } from "../operator-error.ts";

const DATABASE = "onedoor";
const LIMITS = { connectWithinMs: 30_000, statementWithinMs: 60_000 };
const WRONG_PASSWORD = "28P01";

export interface RunningCluster {
  user: string;
  password: string;
  pid: number;
  port: number;
  folder: string;
}

/** Makes sure that the server behind the port is the one on our files, and returns the address of our database. */
export async function openDatabase(running: RunningCluster): Promise<string> {
  const address = (database: string) =>
    `postgres://${running.user}:${running.password}@127.0.0.1:${running.port}/${database}`;
  let session: Session | undefined;
  try {
    session = await openSession({ url: address("postgres"), name: "onedoor start", ...LIMITS });
    const { sql } = session;
    const [found] = await sql<
      { folder: string; hasDatabase: boolean }[]
    >`select current_setting('data_directory') as folder, exists(select from pg_database where datname = ${DATABASE}) as "hasDatabase"`;
    if (found === undefined || (await realpath(found.folder)) !== (await realpath(running.folder))) {
      throw new OperatorError(
        `The server on port ${running.port} does not serve ${running.folder}: stop it and start again.`,
      );
    }
    if (!found.hasDatabase) await sql`create database ${sql(DATABASE)}`;
    return address(DATABASE);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    if (codeOf(error) !== WRONG_PASSWORD) {
      throw new OperatorError(
        `The PostgreSQL server with pid ${running.pid} on ${running.folder} does not answer (${messageOf(error)}): stop it with "kill -INT ${running.pid}" and start again.`,
        { cause: error },
      );
    }
    throw new OperatorError(
      `The PostgreSQL server with pid ${running.pid} on ${running.folder} refuses the password kept beside it: restore the file "password", or stop that server with "kill -INT ${running.pid}" and start again.`,
      { cause: error },
    );
  } finally {
    await session?.close();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
