import { writeFile } from "node:fs/promises";
import { expectedOf } from "./agreement.ts";
import type { AskSource } from "./callers/ask-source.ts";
import { type Issuer, openIssuer } from "./callers/issuer.ts";
import { manyClerks } from "./callers/many-clerks.ts";
import { oneClerk } from "./callers/one-clerk.ts";
import { type Contestant, contestants } from "./contestants.ts";
import { admit, type Trial } from "./entrants.ts";
import { type Results, toJson } from "./figures.ts";
import { openGround } from "./ground.ts";
import { type Home, openHome } from "./home.ts";
import { aborted, Interrupted, interruption } from "./interrupt.ts";
import { startLoadClient } from "./load/client.ts";
import { type Options, readOptions, USAGE, UsageError } from "./options.ts";
import { findDatabase } from "./own-database.ts";
import { installPeers } from "./peers.ts";
import { type Progress, showProgress } from "./progress.ts";
import { questions } from "./questions.ts";
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
  const homes: Home[] = [];
  let issuer: Issuer | null = null;
  try {
    const options = readOptions(
      argv,
      contestants.map(({ name }) => name),
    );
    const signal = interruption();
    issuer = options.manyClerks ? await openIssuer() : null;
    const settings = issuer?.environment ?? {};
    const newHome = (): Home => {
      const home = openHome(settings);
      homes.push(home);
      return home;
    };
    const work = measure(newHome, issuer, options, progress, signal);
    // Once interrupted, what fails because its processes end is nobody's concern.
    work.catch(() => undefined);
    return await Promise.race([work, aborted(signal)]);
  } catch (error) {
    progress.end();
    if (error instanceof UsageError) return say(`${error.message}\n\n${USAGE}`, MISUSED);
    if (error instanceof Interrupted) return say("Stopped; what was started is being ended.", INTERRUPTED);
    return say(error instanceof Error ? error.message : String(error), FAILED);
  } finally {
    await Promise.all(homes.map((home) => home.close()));
    issuer?.close();
  }
}

function say(text: string, code: number): number {
  process.stderr.write(`${text}\n`);
  return code;
}

async function measure(
  newHome: () => Home,
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
  const home = newHome();
  const wanted = contestants
    .filter(({ name }) => options.only?.includes(name) ?? true)
    .filter(({ isForFlagship = false }) => options.question === "flagship" || !isForFlagship);
  const checkout = process.env["HUB_BEFORE"];
  for (const { name, isBefore } of wanted) {
    if (isBefore !== true) continue;
    if (checkout === undefined) leaveOut(name, "HUB_BEFORE names no checkout of the hub.");
    else if (issuer === null) leaveOut(name, "its tokens are its own, so one clerk cannot ask both.");
  }
  const peers = wanted.filter(({ isPeer }) => isPeer);
  const missing = peers.length === 0 ? null : await installPeers(home, progress);
  if (missing !== null) for (const { name } of peers) leaveOut(name, missing);
  const present = wanted.filter(({ name }) => !leftOut.has(name));

  const open = async (at: Home, of: string | null): Promise<Trial> => {
    progress.step(`filling a database with ${options.residents} residents and starting ${of ?? "the hub"}`);
    const ground = await openGround(at, issuer, options.residents, of);
    const asks = await openAsks(at, ground.hub.url, issuer, options);
    const expected = await expectedOf(ground.hub.url, await asks(), questions[options.question]);
    return { ground, asks, expected, databasePid: findDatabase(at.folder).pid };
  };
  const trial = await open(home, null);
  const trialOf = ({ isBefore }: Contestant) =>
    isBefore === true ? open(newHome(), checkout ?? null) : Promise.resolve(trial);
  const entrants = await admit(present, trialOf, progress, onFailure);
  const course = { entrants, load: startLoadClient(home) };
  const results = await runRounds(course, options, progress, onFailure);
  progress.end();
  await publish(results, options, leftOut);
  return code;
}

function openAsks(home: Home, hubUrl: string, issuer: Issuer | null, options: Options): Promise<AskSource> {
  const question = questions[options.question];
  return issuer === null
    ? oneClerk(home, hubUrl, question, options.onePurpose)
    : manyClerks(issuer, hubUrl, question, options.onePurpose);
}

async function publish(results: Results, options: Options, leftOut: ReadonlyMap<string, string>): Promise<void> {
  await writeFile(RESULTS, toPage(results, options, leftOut));
  process.stdout.write(options.json ? `${JSON.stringify(toJson(results))}\n` : toTable(results));
}
