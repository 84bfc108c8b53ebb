import { spawn, type SpawnOptions } from "node:child_process";
import { codeOf } from "../operator-error.ts";
import type { ServerUser } from "./server-user.ts";

export interface Outcome {
  ok: boolean;
  /** Standard output and error together. */
  output: string;
  /** The system's code when it did not start the program at all. */
  spawnError?: string;
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
export async function runProgram(program: string, args: readonly string[], user: ServerUser): Promise<Outcome> {
  // A uid that may not be switched to makes spawn throw; a program that may not be run makes it emit an error.
  return await runToEnd(program, args, { ...user.switchTo, cwd: "/", env: cleanEnvironment() }).catch(
    (error: unknown) => {
      const spawnError = codeOf(error);
      if (spawnError === undefined) throw error;
      return { ok: false, output: "", spawnError };
    },
  );
}

/** Runs a program to its end and collects what it writes. Rejects when the system does not start it. */
export async function runToEnd(program: string, args: readonly string[], options: SpawnOptions): Promise<Outcome> {
  return await new Promise<Outcome>((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"], windowsHide: true });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}
