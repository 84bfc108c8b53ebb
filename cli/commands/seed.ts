import { loadConfig } from "../environment.ts";
import { openInstallation } from "../installation.ts";
import { readWhole } from "../options.ts";
import { seedInstallation } from "../seed-installation.ts";

const MOST_RESIDENTS = 10_000_000;

/** Fills an empty database with synthetic residents and the demo accounts. */
export async function seed(options: { residents: string; seed: string; json?: boolean }): Promise<void> {
  const residents = readWhole("--residents", options.residents, 1, MOST_RESIDENTS);
  const seedNumber = readWhole("--seed", options.seed, 0, Number.MAX_SAFE_INTEGER);
  const installation = await openInstallation(loadConfig());
  try {
    const report = await seedInstallation(installation, { residents, seed: seedNumber });
    process.stdout.write(
      options.json === true ? `${JSON.stringify(report)}\n` : `${residents} residents are in the database.\n`,
    );
  } finally {
    await installation.close();
  }
}
