import { spawn } from "node:child_process";
import type { ServerUser } from "./server-user.ts";

export interface Outcome {
  ok: boolean;
  /** Standard output and error together. */
  output: string;
  /** Set when the system did not start the program at all. */
  spawnError?: NodeJS.ErrnoException;
}

/** PGPORT, PGOPTIONS, LD_LIBRARY_PATH and the like in the user's shell are about some other PostgreSQL. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return {
    LC_ALL: "C",
    ...(PATH === undefined ? {} : { PATH }),
    ...(SystemRoot === undefined ? {} : { SystemRoot }),
    ...(TEMP === undefined ? {} : { TEMP }),
  };
}

/** Runs one of PostgreSQL's programs to its end as the user of the server. */
export async function run(program: string, args: readonly string[], user: ServerUser): Promise<Outcome> {
  return await new Promise((resolve) => {
    const child = spawn(program, args, {
      ...user.switchTo,
      cwd: "/",
      env: cleanEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    }
    child.on("error", (spawnError) => resolve({ ok: false, output, spawnError }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}
