import type { Installation } from "../hub/installation.ts";
import { seed, type SeedOptions, type SeedReport } from "../seed/seed.ts";
import { openSession } from "../subgraphs/shared/postgres/session.ts";
import { listenForInterrupt } from "./terminal/interrupt.ts";
import { showProgress } from "./terminal/progress.ts";

/** Seeds an installation's databases, with a progress bar on a terminal; Ctrl-C stops it. */
export async function seedInstallation(
  installation: Pick<Installation, "adminUrlOf">,
  options: Pick<SeedOptions, "extent" | "residents" | "seed" | "today" | "truthFile">,
): Promise<SeedReport> {
  const progress = showProgress("residents", options.residents);
  const { signal, release } = listenForInterrupt();
  try {
    return await seed({ ...options, urlOf: installation.adminUrlOf, onProgress: progress.update, signal });
  } finally {
    release();
    progress.stop();
  }
}

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
