import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { OperatorError } from "../operator-error.ts";
import { makeFolder } from "./folders.ts";
import { announce, type Presence, settle, type Sighting } from "./presence.ts";

const RETRY_MS = 25;
const PATIENCE_MS = 180_000;
// A finished turn stays listed for a while, so that a slow reader of the folder still meets a higher number than its own.
const TURNS_KEPT = 8;

export interface Lock {
  release(): Promise<void>;
}

/** Somebody else, alive, who has the lock. */
export type Holder = Extract<Sighting, { state: "here" | "elsewhere" }>;

/**
 * Takes a lock that a dead process cannot hold. Each holder is a numbered file, and the highest number holds.
 * Taking over from the dead means creating the next number, which only one process can do; removing and
 * re-creating one file would let two processes take over from the same dead holder.
 */
export async function tryLock(folder: string): Promise<Lock | Holder> {
  await makeFolder(folder);
  for (;;) {
    const last = (await turnsIn(folder)).at(-1) ?? 0;
    const holder = await settle(join(folder, String(last)));
    if (holder.state === "here" || holder.state === "elsewhere") return holder;
    const mine = await announce(join(folder, String(last + 1)));
    if (mine === null) continue;
    if (await isLast(folder, last + 1)) return lockOf(folder, last + 1, mine);
    await mine.withdraw();
  }
}

/** Waits for its turn, then runs the work alone among all processes of this folder. */
export async function withLock<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const lock = await waitForLock(folder);
  try {
    return await work();
  } finally {
    await lock.release();
  }
}

async function waitForLock(folder: string): Promise<Lock> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const taken = await tryLock(folder);
    if ("release" in taken) return taken;
    if (Date.now() > deadline) {
      throw new OperatorError(
        `Process ${taken.process.pid} has held the lock ${folder} for ${PATIENCE_MS / 60_000} minutes; end that process and start again.`,
      );
    }
    await sleep(RETRY_MS);
  }
}

async function lockOf(folder: string, turn: number, mine: Presence): Promise<Lock> {
  for (const old of await turnsIn(folder)) {
    if (old <= turn - TURNS_KEPT) await rm(join(folder, String(old)), { force: true });
  }
  return { release: () => mine.vacate() };
}

async function isLast(folder: string, turn: number): Promise<boolean> {
  return (await turnsIn(folder)).at(-1) === turn;
}

async function turnsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}
