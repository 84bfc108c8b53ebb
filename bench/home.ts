import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A data folder of the benchmark's own, and everything that runs on it. */
export interface Home {
  readonly folder: string;
  /** What every process of the benchmark gets as its environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly callKey: string;
  /** A process to be ended with the benchmark, however that ends. */
  watch(child: ChildProcess): void;
  /** Ends all processes and removes the folder. */
  close(): Promise<void>;
}

/** Opens an empty home, with further settings for the hub. It cannot touch a database of the user's: no setting of theirs is passed on. */
export function openHome(settings: Readonly<Record<string, string>>): Home {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "onedoor-bench-")));
  // PostgreSQL does not run as root: the user it runs as then has to pass through.
  chmodSync(folder, 0o711);
  const guard = spawn(process.execPath, [fileURLToPath(new URL("./guard.mjs", import.meta.url)), folder], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
  });
  guard.stdin.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => guard.once("close", () => resolve()));
  const callKey = randomBytes(32).toString("hex");
  return {
    folder,
    callKey,
    environment: {
      ...inherited(),
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "error",
      ONEDOOR_DATA: folder,
      ONEDOOR_CALL_KEY: callKey,
      ONEDOOR_PSEUDONYM_KEY: randomBytes(32).toString("hex"),
      // The question is not among the published ones, and the other gateways take any.
      ONEDOOR_TRUSTED_DOCUMENTS: "any",
      ...settings,
    },
    watch(child) {
      if (child.pid !== undefined && guard.stdin.writable) guard.stdin.write(`${child.pid}\n`);
    },
    close() {
      guard.stdin.end();
      return ended;
    },
  };
}

/** What a process needs to run at all, and nothing that speaks of the user's own hub. */
function inherited(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot", "LANG"];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
