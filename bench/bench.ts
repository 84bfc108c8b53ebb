import { writeFile } from "node:fs/promises";
import { expectedOf } from "./agreement.ts";
import type { AskSource } from "./callers/ask-source.ts";
import { type Issuer, openIssuer } from "./callers/issuer.ts";
import { manyClerks } from "./callers/many-clerks.ts";
import { oneClerk } from "./callers/one-clerk.ts";
import { contestants } from "./contestants.ts";
import { admit } from "./entrants.ts";
import { type Results, toJson } from "./figures.ts";
import { openGround } from "./ground.ts";
import { type Home, openHome } from "./home.ts";
import { aborted, Interrupted, interruption } from "./interrupt.ts";
import { startLoadClient } from "./load/client.ts";
import { type Options, readOptions, USAGE, UsageError } from "./options.ts";
import { findDatabase } from "./own-database.ts";
import { installPeers } from "./peers.ts";
import { type Progress, showProgress } from "./progress.ts";
import { toPage, toTable } from "./report.ts";
import { runRounds } from "./rounds.ts";

const DONE = 0;
const FAILED = 1;
const MISUSED = 2;
const INTERRUPTED = 130;

const RESULTS = new URL("./results.md", import.meta.url);

/** Runs the benchmark of one command line and gives its exit code. */
export async function bench(argv: readonly string[]): Promise<number> {
  const progress = showProgress(process.stderr);
  let home: Home | null = null;
  let issuer: Issuer | null = null;
  try {
    const options = readOptions(
      argv,
      contestants.map(({ name }) => name),
    );
    const signal = interruption();
    issuer = options.manyClerks ? await openIssuer() : null;
    home = openHome(issuer?.environment ?? {});
    const work = measure(home, issuer, options, progress, signal);
    // Once interrupted, what fails because its processes end is nobody's concern.
    work.catch(() => undefined);
    return await Promise.race([work, aborted(signal)]);
  } catch (error) {
    progress.end();
    if (error instanceof UsageError) return say(`${error.message}\n\n${USAGE}`, MISUSED);
    if (error instanceof Interrupted) return say("Stopped; what was started is being ended.", INTERRUPTED);
    return say(error instanceof Error ? error.message : String(error), FAILED);
  } finally {
    await home?.close();
    issuer?.close();
  }
}

function say(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

async function measure(
  home: Home,
  issuer: Issuer | null,
  options: Options,
  progress: Progress,
  signal: AbortSignal,
): Promise<number> {
  const leftOut = new Map<string, string>();
  let code = DONE;
  const leaveOut = (name: string, reason: string) => {
    // Its processes are being ended: that is no fault of the contestant's.
    signal.throwIfAborted();
    leftOut.set(name, reason);
    progress.note(`${name} is left out: ${reason}`);
  };
  const onFailure = (name: string, error: unknown) => {
    leaveOut(name, error instanceof Error ? error.message : String(error));
    code = FAILED;
  };
  const wanted = contestants.filter(({ name }) => options.only?.includes(name) ?? true);
  const peers = wanted.filter(({ isPeer }) => isPeer);
  const missing = peers.length === 0 ? null : await installPeers(home, progress);
  if (missing !== null) for (const { name } of peers) leaveOut(name, missing);
  const present = wanted.filter(({ name }) => !leftOut.has(name));

  progress.step(`filling a database with ${options.residents} residents and starting the hub`);
  const ground = await openGround(home, issuer, options.residents);
  const asks = await openAsks(home, ground.hub.url, issuer, options);
  const expected = await expectedOf(ground.hub.url, await asks());
  const entrants = await admit(present, { ground, asks, expected }, progress, onFailure);
  const course = { entrants, asks, load: startLoadClient(home), databasePid: findDatabase(home.folder).pid };
  const results = await runRounds(course, options, progress, onFailure);
  progress.end();
  await publish(results, options, leftOut);
  return code;
}

function openAsks(home: Home, hubUrl: string, issuer: Issuer | null, { onePurpose }: Options): Promise<AskSource> {
  return issuer === null ? oneClerk(home, hubUrl, onePurpose) : manyClerks(issuer, hubUrl, onePurpose);
}

async function publish(results: Results, options: Options, leftOut: ReadonlyMap<string, string>): Promise<void> {
  await writeFile(RESULTS, toPage(results, options, leftOut));
  process.stdout.write(options.json ? `${JSON.stringify(toJson(results))}\n` : toTable(results));
}
