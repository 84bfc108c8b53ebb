import { loadConfig } from "../../hub/config/load-config.ts";
import { openInstallation } from "../../hub/installation.ts";
import { tellOperator } from "../../hub/tell-operator.ts";
import { giveDemoPassword } from "../../seed/demo-password.ts";
import { seedInstallation } from "../seed-installation.ts";
import { readWhole } from "../terminal/whole-number.ts";

export interface SeedFlags {
  residents: string;
  seed: string;
  province?: boolean;
  truth?: string;
  today?: string;
  json?: boolean;
}

const MOST_RESIDENTS = 10_000_000;
/** Fewer would leave most of a province's 1 200 townships empty; more do not live there. */
const PROVINCE_RESIDENTS = { least: 2_000, most: 8_500_000 };

/** Fills an empty database with synthetic residents and the demo accounts, or with a whole province. */
export async function seed(options: SeedFlags): Promise<void> {
  const isProvince = options.province === true;
  const { least, most } = isProvince ? PROVINCE_RESIDENTS : { least: 1, most: MOST_RESIDENTS };
  const residents = readWhole("--residents", options.residents, least, most);
  const seedNumber = readWhole("--seed", options.seed, 0, Number.MAX_SAFE_INTEGER);
  const config = loadConfig();
  const installation = await openInstallation(config);
  try {
    const extent = isProvince ? "PROVINCE" : "DEMO";
    const truth = options.truth === undefined ? {} : { truthFile: options.truth };
    const today = options.today === undefined ? {} : { today: options.today };
    const report = await seedInstallation(installation, { extent, residents, seed: seedNumber, ...truth, ...today });
    const password = config.isProduction ? null : await giveDemoPassword(config.dataFolder, installation);
    process.stdout.write(
      options.json === true ? `${JSON.stringify(report)}\n` : `${residents} residents are in the database.\n`,
    );
    if (password !== null) tellOperator(`The demo accounts have the password ${password}`);
  } finally {
    await installation.close();
  }
}
