// Ends what a benchmark has started, however the benchmark itself ends: its standard input closes then, even
// after kill -9. Each line of the input is the pid of a process to remember.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 25;
const PATIENCE_MS = 8_000;
const folder = process.argv[2] ?? "";
const children = [];

// A signal to the whole terminal must not reach it: it has work to do then.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) children.push(known(Number(line)));

await end(() => children, "SIGTERM");
for (const home of homes()) await end(() => serverOf(home), "SIGINT");
for (const home of homes()) rmSync(home, { recursive: true, force: true, maxRetries: 5 });
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

/** Asks all of them, and makes the system end those that do not listen. */
async function end(processes, signal) {
  for (const name of [signal, "SIGKILL"]) {
    for (const one of processes().filter(isAlive)) send(one.pid, name);
    const deadline = Date.now() + PATIENCE_MS;
    while (processes().some(isAlive) && Date.now() < deadline) await sleep(POLL_MS);
  }
}

function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}

/** Where the database lies: in the data folder, or where the hub says it moved it to. */
function homes() {
  const own = join(folder, "postgres");
  const moved = read(join(own, "moved-to")).trim();
  return moved === "" ? [own] : [own, moved];
}

/** The database's first process; the others end with it. */
function serverOf(home) {
  const pid = Number(read(join(home, "cluster", "postmaster.pid")).split("\n")[0]);
  return Number.isInteger(pid) && pid > 1 && isPostgres(pid, home) ? [known(pid)] : [];
}

function known(pid) {
  return { pid, start: startOf(pid) };
}

/** When a process began: together with its pid, this names it for good. Empty where the system does not say. */
function startOf(pid) {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // A zombie has ended, though its parent has not looked yet.
  return fields[0] === "Z" ? "ended" : (fields[19] ?? "");
}

/** A pid left in a file may be somebody else's by now. */
function isPostgres(pid, home) {
  return process.platform !== "linux" || read(`/proc/${pid}/cmdline`).includes(join(home, "cluster"));
}

function isAlive({ pid, start }) {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return startOf(pid) === start;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
