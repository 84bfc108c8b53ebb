import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const USAGE = `npm run test:long -- [--minutes N] [--residents N] [--only WORD]

Runs what takes minutes: 200 kills of the hub under 50 writers, 100 hot reloads and 20 restarts under requests,
migrations under requests, the answers' times while a department is dead, memory over time, five times the requests that
a hub can answer, a province of a million people, 100,000 events that are doubled, late and out of order on their way, a
backup of 200,000 and its restore, another federation router in front of the departments (which needs \`npm ci\` in
bench/), the present version on a data folder of an earlier one (which needs the commits of git), a client in Python
(which needs python3 and installs packages in a temporary folder), PgBouncer in front of the database (which needs the
program: apt-get install pgbouncer), and a cluster of Citus (which needs the address of an empty database there in
CITUS_URL). The last two are skipped without.
One after the other, on a machine that does nothing else.

  --minutes N   how long memory is watched (default: 10); answers' times are taken for as long
  --residents N how many people the province has (default: 1000000), and the backup, from 50000 to 200000
  --only WORD   run only the files whose name holds it: killed-changes, reload, restart, migrations, dead-department,
                soak, overload, province, events, backup, other-router, upgrade, python-client, pgbouncer, citus
`;

const FILES = [
  "test/journeys/killed-changes.test.ts",
  "test/router/supergraph/reload.test.ts",
  "test/router/whole/restart.test.ts",
  "test/migrations/migrations-under-load.test.ts",
  "test/journeys/events-oracle.test.ts",
  "test/long/*.long.ts",
];

const { minutes, residents, only } = readOptions();
// Not the project's own configuration: its projects name their files themselves, and would find none of these.
const vitest = await startVitest(
  "test",
  only === undefined ? [] : [only],
  {
    run: true,
    config: false,
    include: FILES,
    pool: "forks",
    globalSetup: "./test/support/cluster.ts",
    hookTimeout: 120_000,
    fileParallelism: false,
    // A test takes minutes: each is told when it ends.
    reporters: ["verbose"],
    // Progress is written while it happens.
    disableConsoleIntercept: true,
    testTimeout: minutes * 60_000 * 2 + 600_000,
    env: {
      ONEDOOR_TEST_LONG: "1",
      ONEDOOR_TEST_MINUTES: String(minutes),
      ONEDOOR_TEST_RESIDENTS: String(residents),
    },
  },
  { resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }] } },
);
await vitest.close();

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { minutes: { type: "string" }, residents: { type: "string" }, only: { type: "string" } },
    });
    const minutes = readAbove("--minutes", values.minutes ?? "10", 0);
    const residents = readAbove("--residents", values.residents ?? "1000000", 1_999);
    return { minutes, residents, only: values.only };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function readAbove(name, text, least) {
  const number = Number(text);
  if (!(number > least)) throw new Error(`${name} takes a number above ${least}, not "${text}".`);
  return number;
}
