import { admit, SECONDS_TO_START } from "./entrants.ts";
import { toJson } from "./figures.ts";
import { type Home, openHome } from "./home.ts";
import { aborted, Interrupted, interruption } from "./interrupt.ts";
import { startLoadClient } from "./load/client.ts";
import { type Options, readOptions, USAGE, UsageError } from "./options.ts";
import { installPeers } from "./peers.ts";
import { type Progress, showProgress } from "./progress.ts";
import { type Measured, toSection, toTable } from "./report.ts";
import { runRounds, secondsOfTurns } from "./rounds.ts";
import { measureStarts } from "./starts.ts";
import { measureTests } from "./tests.ts";
import type { Workload } from "./workloads/workload.ts";
import { writeResults } from "./write-results.ts";

const DONE = 0;
const FAILED = 1;
const MISUSED = 2;
const INTERRUPTED = 130;

/** What the opening of a workload is planned with. */
const SECONDS_TO_OPEN = 20;

/** Runs the benchmark of one command line and gives its exit code. */
export async function bench(argv: readonly string[]): Promise<number> {
  const progress = showProgress(process.stderr);
  const closing: (() => unknown)[] = [];
  try {
    const options = readOptions(argv);
    const signal = interruption();
    const work = measureAll(options, progress, signal, closing);
    // Once interrupted, what fails because its processes end is nobody's concern.
    work.catch(() => undefined);
    return await Promise.race([work, aborted(signal)]);
  } catch (error) {
    progress.end();
    if (error instanceof UsageError) return say(`${error.message}\n\n${USAGE}`, MISUSED);
    if (error instanceof Interrupted) return say("Stopped; what was started is being ended.", INTERRUPTED);
    return say(error instanceof Error ? error.message : String(error), FAILED);
  } finally {
    await closeAll(closing);
  }
}

function say(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

/** One workload after the other, each on homes of its own: what one has left running must not slow the next. */
async function measureAll(
  options: Options,
  progress: Progress,
  signal: AbortSignal,
  closing: (() => unknown)[],
): Promise<number> {
  const json: Record<string, object> = {};
  let code = DONE;
  for (const workload of options.workloads) {
    const wanted = workload.contestants.filter(({ name }) => options.only?.includes(name) ?? true);
    progress.plan(SECONDS_TO_OPEN + wanted.length * (SECONDS_TO_START + secondsOfTurns(options)));
  }
  for (const workload of options.workloads) {
    const { measured, hasFailed } = await measure(workload, options, progress, signal, closing);
    if (hasFailed) code = FAILED;
    json[workload.key] = toJson(measured.results, workload.beside.key, workload.hubBeside);
    progress.end();
    await writeResults(toSection(measured, options));
    if (!options.json) process.stdout.write(`${toTable(measured)}\n`);
    await closeAll(closing);
  }
  if (options.starts) await writeResults(await measureStarts());
  if (options.tests !== null) await writeResults(await measureTests(options.tests));
  const [only] = Object.values(json);
  if (options.json && only !== undefined)
    process.stdout.write(`${JSON.stringify(options.workloads.length === 1 ? only : json)}\n`);
  return code;
}

async function measure(
  workload: Workload,
  options: Options,
  progress: Progress,
  signal: AbortSignal,
  closing: (() => unknown)[],
): Promise<{ measured: Measured; hasFailed: boolean }> {
  const leftOut = new Map<string, string>();
  let hasFailed = false;
  const leaveOut = (name: string, reason: string, planned = 0) => {
    // Its processes are being ended: that is no fault of the contestant's.
    signal.throwIfAborted();
    leftOut.set(name, reason);
    progress.pass(planned);
    progress.note(`${name} is not run: ${reason}`);
  };
  const onFailure = (name: string, error: unknown) => {
    leaveOut(name, error instanceof Error ? error.message : String(error));
    hasFailed = true;
  };
  const newHome = (settings: Readonly<Record<string, string>> = {}): Home => {
    const home = openHome(settings);
    closing.push(() => home.close());
    return home;
  };
  const home = newHome();
  const wanted = workload.contestants.filter(({ name }) => options.only?.includes(name) ?? true);
  const planned = SECONDS_TO_START + secondsOfTurns(options);
  for (const { name, absence = null } of wanted) if (absence !== null) leaveOut(name, absence, planned);
  const peers = wanted.filter(({ isPeer }) => isPeer);
  const missing = peers.length === 0 ? null : await installPeers(home, progress);
  if (missing !== null) for (const { name } of peers) leaveOut(name, missing, planned);
  const present = wanted.filter(({ name }) => !leftOut.has(name));
  const { residents } = options;
  const start = await workload.open({ residents, newHome, onClose: (close) => closing.push(close), progress });
  progress.pass(SECONDS_TO_OPEN);
  const entrants = await admit(present, start, progress, onFailure);
  const results = await runRounds({ entrants, load: startLoadClient(home) }, options, progress, onFailure);
  return { measured: { workload, results, leftOut }, hasFailed };
}

async function closeAll(closing: (() => unknown)[]): Promise<void> {
  await Promise.all(closing.splice(0).map((close) => close()));
}
