import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Home } from "./home.ts";

/** A server that was started for the benchmark. */
export interface RunningServer {
  readonly pid: number;
  /** Where it answers GraphQL. */
  readonly url: string;
}

/** Something that was started did not work; the message says what. */
export class ChildError extends Error {}

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
export const OWN_CHECKOUT = fileURLToPath(new URL("../", import.meta.url));

interface Command {
  readonly name: string;
  /** Left out, the Node that runs the benchmark. */
  readonly program?: string;
  readonly words: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A command of the hub. */
export function hubCommand(...words: string[]): readonly string[] {
  return hubCommandOf(OWN_CHECKOUT, ...words);
}

/** A command of the hub in a checkout of it. */
export function hubCommandOf(checkout: string, ...words: string[]): readonly string[] {
  return [join(checkout, "cli/hub.mjs"), ...words];
}

/** A script of the benchmark's, in TypeScript. */
export function script(path: string): readonly string[] {
  return ["--import", import.meta.resolve("tsx/esm"), fileURLToPath(new URL(path, import.meta.url))];
}

/** Starts a server and waits until it says where it answers, or until it does at the URL where it was told to. */
export async function startServer(home: Home, command: Command & { readonly url?: string }): Promise<RunningServer> {
  const child = launch(home, command);
  const said = listen(child);
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (reason: string) => reject(new ChildError(`${command.name} ${reason}\n${said.text()}`));
    const timer = setTimeout(() => fail("did not start in a minute."), START_TIMEOUT_MS);
    child.once("close", () => fail("ended while it started."));
    child.once("error", (error) => fail(error.message));
    said.onText((text) => {
      const found = /(?:answers|serves \S+) at (http\S+)/.exec(text)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    const { url: told } = command;
    if (told === undefined) return;
    void untilAnswered(told, () => child.exitCode !== null).then((hasAnswered) => {
      if (!hasAnswered) return;
      clearTimeout(timer);
      resolve(told);
    });
  });
  return { pid: child.pid ?? 0, url };
}

/** False when it ended first, or took too long. */
async function untilAnswered(url: string, isOver: () => boolean): Promise<boolean> {
  const began = performance.now();
  const question = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"query":"{__typename}"}',
  };
  while (!isOver() && performance.now() - began < START_TIMEOUT_MS) {
    if ((await fetch(url, question).catch(() => null))?.ok === true) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Runs a command to its end and gives what it printed. */
export async function runToEnd(home: Home, command: Command): Promise<string> {
  const child = launch(home, command);
  const said = listen(child);
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  if (code !== 0) throw new ChildError(`${command.name} failed.\n${said.text()}`);
  return said.output();
}

/** In a process group of its own: Ctrl-C reaches the benchmark alone, which then ends them all in order. */
function launch(home: Home, { program = process.execPath, words, environment }: Command): ChildProcess {
  const child = spawn(program, words, {
    // Not the folder the user is in: a .env there is about another hub.
    cwd: home.folder,
    env: { ...home.environment, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  home.watch(child);
  return child;
}

const MOST_TEXT = 20_000;
const MOST_LINES = 5;

function listen(child: ChildProcess) {
  let output = "";
  let errors = "";
  let heard = (_text: string): void => undefined;
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    errors = (errors + chunk).slice(-MOST_TEXT);
    heard(errors);
  });
  return {
    output: () => output,
    /** Enough to know what went wrong: the lines that name an error, or else the last ones. */
    text: () => {
      const lines = `${errors}${output}`.trim().split("\n");
      const named = lines.filter((line) => /error/i.test(line) && !/^\s+at /.test(line));
      return (named.length > 0 ? named.slice(0, MOST_LINES) : lines.slice(-MOST_LINES)).join("\n");
    },
    onText: (listener: (text: string) => void) => (heard = listener),
  };
}
