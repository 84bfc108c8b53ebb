import { randomUUID } from "node:crypto";
import { link, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { codeOf } from "../operator-error.ts";
import { isRunning, type ProcessIdentity, thisProcess } from "./process-identity.ts";

const HEARTBEAT_MS = 2_000;
// Six missed beats. Only a process of another container or machine is judged by this: its pid cannot be looked up.
const SILENT_AFTER_MS = 12_000;
const POLL_MS = 250;

const record = z.object({ pid: z.number(), startedAt: z.string(), place: z.string() });

/** A file that says "this process is here", kept fresh until it is withdrawn or the process dies. */
export interface Presence {
  /** Leaves the file in place, empty: nobody is here any more. */
  vacate(): Promise<void>;
  withdraw(): Promise<void>;
}

export type Sighting =
  | { state: "gone" | "dead" }
  | { state: "here"; process: ProcessIdentity }
  | { state: "elsewhere"; process: ProcessIdentity; lastBeat: number };

/** Null when the file exists already. */
export async function announce(file: string): Promise<Presence | null> {
  // Written aside and linked, so that no reader ever meets half a record.
  const draft = join(dirname(file), `.${randomUUID()}`);
  try {
    await writeFile(draft, JSON.stringify(thisProcess()), { mode: 0o644 });
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return null;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  const heartbeat = setInterval(() => beat(file), HEARTBEAT_MS).unref();
  return {
    async vacate() {
      clearInterval(heartbeat);
      // A data folder that was deleted meanwhile holds nobody either.
      await truncate(file).catch(unlessMissing);
    },
    async withdraw() {
      clearInterval(heartbeat);
      await rm(file, { force: true });
    },
  };
}

async function look(file: string): Promise<Sighting> {
  let text: string;
  let lastBeat: number;
  try {
    text = await readFile(file, "utf8");
    lastBeat = (await stat(file)).mtimeMs;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { state: "gone" };
    throw error;
  }
  const process = parse(text);
  if (process === null) return { state: "dead" };
  if (process.place === thisProcess().place) {
    return isRunning(process) ? { state: "here", process } : { state: "dead" };
  }
  return Date.now() - lastBeat > SILENT_AFTER_MS ? { state: "dead" } : { state: "elsewhere", process, lastBeat };
}

/** Waits until somebody elsewhere was heard, or has been silent for long enough to be dead. */
export async function settle(file: string): Promise<Sighting> {
  const first = await look(file);
  if (first.state !== "elsewhere") return first;
  for (;;) {
    await sleep(POLL_MS);
    const now = await look(file);
    if (now.state !== "elsewhere" || now.lastBeat !== first.lastBeat) return now;
  }
}

function parse(text: string): ProcessIdentity | null {
  try {
    return record.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function unlessMissing(error: unknown): void {
  if (codeOf(error) !== "ENOENT") throw error;
}

function beat(file: string): void {
  const now = new Date();
  // A folder that was deleted under us is noticed by the next call that uses it, not by a timer.
  utimes(file, now, now).catch(() => undefined);
}
