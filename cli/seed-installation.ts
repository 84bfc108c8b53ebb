import postgres from "postgres";
import type { Installation } from "./installation.ts";
import { showProgress } from "./seed/progress.ts";
import { seed, type SeedOptions, type SeedReport } from "./seed/seed.ts";

/** Seeds an installation's databases, with a progress bar on a terminal. */
export async function seedInstallation(
  installation: Installation,
  options: Pick<SeedOptions, "extent" | "residents" | "seed" | "today" | "truthFile">,
): Promise<SeedReport> {
  const progress = showProgress("residents", options.residents);
  try {
    return await seed({ ...options, urlOf: installation.adminUrlOf, onProgress: progress.update });
  } finally {
    progress.stop();
  }
}

/** True once there is anybody in the population register. */
export async function hasResidents(installation: Installation): Promise<boolean> {
  const sql = postgres(installation.adminUrlOf("population"), { max: 1, onnotice: () => undefined });
  try {
    const rows = await sql`select 1 from population.residents limit 1`;
    return rows.length > 0;
  } finally {
    await sql.end();
  }
}
