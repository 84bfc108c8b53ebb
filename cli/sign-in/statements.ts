import postgres from "postgres";
import { openLastingPool } from "../../subgraphs/shared/lasting-pool.ts";

type Parameter = string | number | null;

/** Statements of one login of the Accounts department that is not the department's own. */
export interface Statements {
  run<Row>(text: string, ...parameters: Parameter[]): Promise<Row[]>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 5_000;

export function openStatements(url: string, part: string, poolSize: number): Statements {
  const pool = openLastingPool(() =>
    postgres(url, {
      max: poolSize,
      connect_timeout: TIMEOUT_MS / 1000,
      fetch_types: false,
      onnotice: () => undefined,
      connection: { application_name: `onedoor ${part}`, statement_timeout: TIMEOUT_MS },
    }),
  );
  return {
    run: async <Row>(text: string, ...parameters: Parameter[]) => (await pool.run(text, parameters)) as Row[],
    close: () => pool.close(),
  };
}
