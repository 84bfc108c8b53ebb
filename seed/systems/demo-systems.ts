import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../hub/config/config.ts";
import type { SourceConfig } from "../../hub/config/source-config.ts";
import type { Installation } from "../../hub/installation.ts";
import { openSession } from "../../subgraphs/shared/postgres/session.ts";
import type { SourceName } from "../departments/source-keys.ts";
import { dayText, parseDay } from "../draw/calendar.ts";
import type { Extent, Person, World } from "../people/person.ts";
import { findPersons } from "./demo-persons.ts";
import { type AnswerQuestion, serveLegacy } from "./legacy-server.ts";
import { licencesOf } from "./licences.ts";
import { createLicensingSystem } from "./licensing-system.ts";
import { premiumsOf } from "./premiums.ts";
import { createTaxService } from "./tax-service.ts";
import { supplies, utilityAccountOf } from "./utility-accounts.ts";
import { createUtilityCompany } from "./utility-company.ts";

interface DemoSystems {
  /** The settings with an address for every source that has none of its own. */
  readonly sources: SourceConfig;
  close(): Promise<void>;
}

/**
 * Plays the systems elsewhere on loopback ports, with data that follow from the seed. Only outside production, only for
 * residents a seed made, and only where the settings name no real system.
 */
export async function startDemoSystems(config: Config, installation: Installation): Promise<DemoSystems> {
  const { sources } = config;
  const run = config.isProduction ? null : await findSeedRun(installation);
  if (run === null) return { sources, close: async () => undefined };
  const missing = [...demoSystemsOf(run.world, run.residents)].filter(([name]) => !sources.addresses.has(name));
  const housingFundDrop = sources.housingFundDrop ?? (await dropDemoFile(config.dataFolder, run));
  const servers = await Promise.all(missing.map(async ([name, answer]) => [name, await serveLegacy(answer)] as const));
  const addresses = new Map([...sources.addresses, ...servers.map(([name, { url }]) => [name, url] as const)]);
  return {
    sources: { ...sources, addresses, housingFundDrop },
    close: async () => {
      await Promise.all(servers.map(([, server]) => server.close()));
    },
  };
}

/** The systems elsewhere by their names in the settings, with data that follow from the seed. */
export function demoSystemsOf(world: World, residents: number): Map<string, AnswerQuestion> {
  const find = findPersons(world, residents);
  const book =
    <Facts>(source: SourceName, factsOf: (person: Person) => Facts) =>
    (key: string) => {
      const person = find(source, key);
      return person === null ? null : factsOf(person);
    };
  const companies = supplies.map((supply) => {
    const accountOf = book(supply, (person) => utilityAccountOf(person, world, supply));
    return [supply, createUtilityCompany(accountOf)] as const;
  });
  return new Map<string, AnswerQuestion>([
    ["taxation", createTaxService(book("taxation", (person) => premiumsOf(person, world)))],
    ["market-regulation", createLicensingSystem(book("market-regulation", (person) => licencesOf(person, world)))],
    ...companies,
  ]);
}

/** Tonight's file of the housing fund, in a folder of the demo's own; null where there are too many residents for one. */
async function dropDemoFile(dataFolder: string, { world, residents }: SeedRun): Promise<string | null> {
  // Made in memory: past this the demo would start too slowly, and files come by hand.
  if (residents > MOST_RESIDENTS_IN_FILE) return null;
  const folder = join(dataFolder, "demo-drop");
  const day = new Date(Date.now() + HOURS_OF_CHINA_MS).toISOString().slice(0, 10);
  const name = ["housing-fund", world.extent, world.seed, residents, dayText(world.today), day].join("-");
  const file = join(folder, `${name}.csv`);
  if (!existsSync(file)) {
    const { writeDemoFile } = await import("./demo-file.ts");
    await writeDemoFile(file, day, world, residents);
  }
  return folder;
}

const MOST_RESIDENTS_IN_FILE = 200_000;
const HOURS_OF_CHINA_MS = 8 * 3_600_000;

const STATEMENT_WITHIN_MS = 60_000;

interface SeedRun {
  readonly world: World;
  readonly residents: number;
}

/** What the residents were made from; null when no seed made them. */
async function findSeedRun(installation: Installation): Promise<SeedRun | null> {
  const url = installation.adminUrlOf("population");
  const { sql, close } = await openSession({ url, name: "onedoor demo", statementWithinMs: STATEMENT_WITHIN_MS });
  try {
    const [record] = await sql`select to_regclass('onedoor.seed_runs') is not null as "isThere"`;
    if (record?.["isThere"] !== true) return null;
    // Read as JSON: a hub seeded before there was a province has no such column.
    const [run] = await sql<{ extent: Extent; seed: string; residents: string; today: string }[]>`
      select coalesce(to_jsonb(run) ->> 'extent', 'DEMO') as extent, seed::text, residents::text, today::text
      from onedoor.seed_runs as run where department = 'population'`;
    const today = run === undefined ? null : parseDay(run.today);
    if (run === undefined || today === null) return null;
    return { world: { extent: run.extent, seed: Number(run.seed), today }, residents: Number(run.residents) };
  } finally {
    await close();
  }
}
