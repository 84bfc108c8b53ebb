import { giveDemoPassword } from "../demo/demo-password.ts";
import { loadConfig } from "../environment.ts";
import { openInstallation } from "../installation.ts";
import { readWhole } from "../options.ts";
import { seedInstallation } from "../seed-installation.ts";

const MOST_RESIDENTS = 10_000_000;

/** Fills an empty database with synthetic residents and the demo accounts. */
export async function seed(options: { residents: string; seed: string; json?: boolean }): Promise<void> {
  const residents = readWhole("--residents", options.residents, 1, MOST_RESIDENTS);
  const seedNumber = readWhole("--seed", options.seed, 0, Number.MAX_SAFE_INTEGER);
  const config = loadConfig();
  const installation = await openInstallation(config);
  try {
    const report = await seedInstallation(installation, { residents, seed: seedNumber });
    const password = config.isProduction ? null : await giveDemoPassword(config.dataFolder, installation);
    process.stdout.write(
      options.json === true ? `${JSON.stringify(report)}\n` : `${residents} residents are in the database.\n`,
    );
    if (password !== null) process.stderr.write(`The demo accounts have the password ${password}\n`);
  } finally {
    await installation.close();
  }
}
