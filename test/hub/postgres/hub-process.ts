import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { claimHub } from "../../../hub/postgres/claim-hub.ts";
import { withLock } from "../../../hub/postgres/lock.ts";
import { startEmbeddedPostgres } from "../../../hub/postgres/start-embedded-postgres.ts";

/** What a process of its own is told to do; `processes.ts` starts it. */
export interface Task {
  dataFolder: string;
  does: "start" | "claim" | "count";
  durable: boolean;
}

/** What it answers. */
export type Report =
  | { type: "notice"; line: string }
  | { type: "ready"; adminUrl: string }
  | { type: "failed"; name: string; message: string }
  | { type: "stopped" };

const TURNS = 25;

const task = JSON.parse(process.argv[2] ?? "") as Task;

try {
  const held = await begin();
  const end = () => {
    held.stop().then(
      () => send({ type: "stopped" }, () => process.exit(0)),
      (error: unknown) => fail(error),
    );
  };
  process.once("message", end);
  // A test that was killed must not leave a server behind.
  process.once("disconnect", end);
  send({ type: "ready", adminUrl: held.adminUrl });
} catch (error) {
  fail(error);
}

async function begin(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const { dataFolder, durable } = task;
  if (task.does === "claim") {
    const claim = await claimHub(dataFolder);
    return { adminUrl: "", stop: () => claim.release() };
  }
  if (task.does === "count") {
    const count = join(dataFolder, "count");
    for (let turn = 0; turn < TURNS; turn += 1) {
      await withLock(join(dataFolder, "lock"), async () => {
        await writeFile(count, String(Number(await readFile(count, "utf8")) + 1));
      });
    }
    return { adminUrl: "", stop: async () => undefined };
  }
  const onNotice = (line: string) => send({ type: "notice", line });
  return await startEmbeddedPostgres({ dataFolder, durable, onNotice });
}

function fail(error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  send({ type: "failed", name, message }, () => process.exit(1));
}

function send(report: Report, then?: () => void): void {
  if (process.connected) process.send?.(report, undefined, {}, () => then?.());
  else then?.();
}
