import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const USAGE = `npm run test:two-worlds -- [--operations N] [--seed S]

Asks N generated operations of two databases that differ only in what the viewer may not read: the answers must be the
same bytes. It says how fast it goes and what is left; Ctrl-C ends it, and --seed does the same run again.

  --operations N   how many (default: 1000000)
  --seed S         where operations and worlds come from (default: a new one each time)
`;

const { operations, seed } = readOptions();
const vitest = await startVitest("test", ["two-worlds"], {
  run: true,
  // Progress is written while it happens.
  disableConsoleIntercept: true,
  env: { ONEDOOR_TEST_OPERATIONS: String(operations), ONEDOOR_TEST_SEED: String(seed) },
});
await vitest.close();

function readOptions() {
  try {
    const { values } = parseArgs({ options: { operations: { type: "string" }, seed: { type: "string" } } });
    return {
      operations: readWhole("--operations", values.operations, 1_000_000, 1),
      seed: readWhole("--seed", values.seed, Math.floor(Math.random() * 2 ** 31), 0),
    };
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${USAGE}`);
    process.exit(2);
  }
}

function readWhole(name, given, otherwise, least) {
  const number = Number(given ?? otherwise);
  if (!Number.isSafeInteger(number) || number < least) {
    throw new Error(`${name} takes a whole number from ${least}, not "${given}".`);
  }
  return number;
}
