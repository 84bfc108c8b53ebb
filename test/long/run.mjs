import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const USAGE = `npm run test:long -- [--minutes N] [--only WORD]

Runs what takes minutes: 100 hot reloads and 20 restarts under requests, the answers' times while a department is
dead, memory over time, and another federation router in front of the departments (which needs \`npm ci\` in bench/).
One after the other, on a machine that does nothing else.

  --minutes N   how long memory is watched (default: 10); answers' times are taken for as long
  --only WORD   run only the files whose name holds it: reload, restart, dead-department, soak,
                  other-router
`;

const FILES = ["test/router/reload.test.ts", "test/router/restart.test.ts", "test/long/*.long.ts"];

const { minutes, only } = readOptions();
const vitest = await startVitest("test", only === undefined ? [] : [only], {
  run: true,
  include: FILES,
  fileParallelism: false,
  // Progress is written while it happens.
  disableConsoleIntercept: true,
  testTimeout: minutes * 60_000 * 2 + 600_000,
  env: { ONEDOOR_TEST_LONG: "1", ONEDOOR_TEST_MINUTES: String(minutes) },
});
await vitest.close();

function readOptions() {
  try {
    const { values } = parseArgs({ options: { minutes: { type: "string" }, only: { type: "string" } } });
    const given = Number(values.minutes ?? 10);
    if (!(given > 0)) throw new Error(`--minutes takes a number above 0, not "${values.minutes}".`);
    return { minutes: given, only: values.only };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}
