import type { Installation } from "../hub/installation.ts";
import { openSession } from "../subgraphs/shared/postgres/session.ts";

const STATEMENT_WITHIN_MS = 60_000;

/** True once there is anybody in the population register. */
export async function hasResidents(installation: Installation): Promise<boolean> {
  const url = installation.adminUrlOf("population");
  const session = await openSession({ url, name: "onedoor start", statementWithinMs: STATEMENT_WITHIN_MS });
  try {
    const rows = await session.transaction((sql) => sql`select 1 from population.residents limit 1`);
    return rows.length > 0;
  } finally {
    await session.close();
  }
}
