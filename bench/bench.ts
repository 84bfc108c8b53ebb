import { writeFile } from "node:fs/promises";
import { expectedOf } from "./agreement.ts";
import { contestants } from "./contestants.ts";
import { admit } from "./entrants.ts";
import { type Results, toJson } from "./figures.ts";
import { asksFor } from "./flagship.ts";
import { openGround } from "./ground.ts";
import { type Home, openHome } from "./home.ts";
import { Interrupted, interruption } from "./interrupt.ts";
import { startLoadClient } from "./load/client.ts";
import { type Options, readOptions, USAGE, UsageError } from "./options.ts";
import { findDatabase } from "./own-database.ts";
import { installPeers } from "./peers.ts";
import { type Progress, showProgress } from "./progress.ts";
import { toPage, toTable } from "./report.ts";
import { findResidents } from "./residents.ts";
import { runRounds } from "./rounds.ts";
import { createTokenSource } from "./token.ts";

const DONE = 0;
const FAILED = 1;
const MISUSED = 2;
const INTERRUPTED = 130;

const RESULTS = new URL("./results.md", import.meta.url);

/** Runs the benchmark of one command line and gives its exit code. */
export async function bench(argv: readonly string[]): Promise<number> {
  const progress = showProgress(process.stderr);
  let home: Home | null = null;
  try {
    const options = readOptions(
      argv,
      contestants.map(({ name }) => name),
    );
    const stop = interruption();
    home = openHome();
    const work = measure(home, options, progress);
    // Once interrupted, what fails because its processes end is nobody's concern.
    work.catch(() => undefined);
    return await Promise.race([work, stop]);
  } catch (error) {
    progress.end();
    if (error instanceof UsageError) return say(`${error.message}\n\n${USAGE}`, MISUSED);
    if (error instanceof Interrupted) return say("Stopped; what was started is being ended.", INTERRUPTED);
    return say(error instanceof Error ? error.message : String(error), FAILED);
  } finally {
    await home?.close();
  }
}

function say(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

async function measure(home: Home, options: Options, progress: Progress): Promise<number> {
  const failures = new Map<string, string>();
  const onFailure = (name: string, error: unknown) => {
    failures.set(name, error instanceof Error ? error.message : String(error));
    progress.note(`${name} is left out: ${failures.get(name) ?? ""}`);
  };
  const wanted = contestants.filter(({ name }) => options.only?.includes(name) ?? true);
  const hasPeers = wanted.some(({ isPeer }) => isPeer) && (await installPeers(home, progress));
  const present = wanted.filter(({ isPeer }) => hasPeers || !isPeer);

  progress.step(`filling a database with ${options.residents} residents and starting the hub`);
  const ground = await openGround(home, options.residents);
  const token = createTokenSource(home);
  const ids = await findResidents(ground.hub.url, await token());
  const asks = asksFor(ids, options.onePurpose);
  const expected = await expectedOf(ground.hub.url, await token(), asks);
  const entrants = await admit(present, { ground, token: await token(), asks, expected }, progress, onFailure);
  const databasePid = findDatabase(home.folder).pid;
  const load = startLoadClient(home);
  const results = await runRounds({ entrants, asks, load, token, databasePid }, options, progress, onFailure);
  progress.end();
  await publish(results, options, failures);
  return failures.size === 0 ? DONE : FAILED;
}

async function publish(results: Results, options: Options, failures: ReadonlyMap<string, string>): Promise<void> {
  await writeFile(RESULTS, toPage(results, options, failures));
  process.stdout.write(options.json ? `${JSON.stringify(toJson(results))}\n` : toTable(results));
}
