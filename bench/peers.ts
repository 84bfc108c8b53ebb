import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Home } from "./home.ts";
import type { Progress } from "./progress.ts";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const LOCK = `${FOLDER}package-lock.json`;
/** npm writes it when it has installed everything. */
const INSTALLED = `${FOLDER}node_modules/.package-lock.json`;

/** Installs the gateways that the hub is measured against, when they are not there. Gives the reason when it can't. */
export async function installPeers(home: Home, progress: Progress): Promise<string | null> {
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs) return null;
  progress.step("installing the other gateways (npm ci in bench/, the first time only)");
  const failure = await npmCi(home);
  return failure === null ? null : `npm ci in bench/ failed (${failure}).`;
}

function npmCi(home: Home): Promise<string | null> {
  const npm = process.env["npm_execpath"];
  const words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
  const [program, args] = npm === undefined ? ["npm", words] : [process.execPath, [npm, ...words]];
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: FOLDER, stdio: ["ignore", "ignore", "pipe"], detached: true });
    home.watch(child);
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(code === 0 ? null : firstFault(said)));
  });
}

function firstFault(said: string): string {
  const line = said.split("\n").find((one) => /^npm error \S+ \S/.test(one)) ?? said.split("\n")[0];
  return (line ?? "npm ci failed").replace(/^npm error /, "");
}
