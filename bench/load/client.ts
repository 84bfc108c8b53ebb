import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Home } from "../home.ts";
import type { Job, Turn } from "./job.ts";

/** Makes load, one job at a time. */
export interface LoadClient {
  readonly pid: number;
  run(job: Job): Promise<Turn>;
}

export function startLoadClient(home: Home): LoadClient {
  const child = fork(fileURLToPath(new URL("./process.ts", import.meta.url)), {
    execArgv: ["--import", import.meta.resolve("tsx/esm")],
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  home.watch(child);
  return {
    pid: child.pid ?? 0,
    run: (job) =>
      new Promise((resolve, reject) => {
        const ended = () => reject(new Error("the load process has ended"));
        child.once("exit", ended);
        child.once("message", (turn: Turn) => {
          child.off("exit", ended);
          if (turn.failure === undefined) resolve(turn);
          else reject(new Error(turn.failure));
        });
        child.send(job, (error) => error !== null && reject(error));
      }),
  };
}
