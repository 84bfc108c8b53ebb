import { type ChildProcess, fork } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { QueryPlan } from "@graphql-hive/router-query-planner";

/** How a planner's process ended: by itself, with this exit code or signal, or because it took too long. */
export class PlannerEnded extends Error {
  readonly how: string;

  constructor(how: string) {
    super(`The planner's process ended: ${how}.`);
    this.how = how;
  }
}

/** The planner says that it can't: of a supergraph or of an operation. The process goes on. */
export class PlannerRefused extends Error {}

/** A planner's process. One question at a time, so that it is known which one ended it. */
export interface PlannerChild {
  readonly pid: number | undefined;
  /** Rejects with PlannerRefused or PlannerEnded. */
  plan(operations: readonly string[]): Promise<readonly QueryPlan[]>;
  /** Tells the reason once the process is gone. */
  readonly onEnd: Ending;
  end(): void;
}

export interface PlannerProgram {
  readonly program: URL;
  /** From the question to the answer; a process that takes longer is ended. */
  readonly timeoutMs: number;
  readonly startTimeoutMs: number;
}

/** Starts a process and gives it the supergraph. Rejects when it ends before it is ready, or refuses the supergraph. */
export async function startPlannerChild(supergraph: string, settings: PlannerProgram): Promise<PlannerChild> {
  const path = fileURLToPath(settings.program);
  const child = fork(path, [], {
    cwd: dirname(path),
    // No setting and no key of the hub is there to be read, and no loader or debugger of the hub's is started with it.
    env: {},
    execArgv: [],
    // What a native fault prints may hold a piece of the operation.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const ending = endOf(child);
  let isTooSlow = false;
  const ask = async (question: object, timeoutMs: number): Promise<readonly QueryPlan[]> => {
    const timer = setTimeout(() => {
      isTooSlow = true;
      child.kill("SIGKILL");
    }, timeoutMs);
    keepAlive(child, true);
    try {
      const reply = await replyTo(child, question, ending);
      if (reply instanceof PlannerEnded) throw isTooSlow ? new PlannerEnded(`no answer in ${timeoutMs} ms`) : reply;
      if (reply.plans === undefined) throw new PlannerRefused(reply.refusal ?? "no reason was given");
      return reply.plans;
    } finally {
      clearTimeout(timer);
      keepAlive(child, false);
    }
  };
  try {
    await ask({ supergraph }, settings.startTimeoutMs);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    pid: child.pid,
    plan: (operations) => ask({ operations }, settings.timeoutMs),
    onEnd: ending,
    end: () => void child.kill("SIGKILL"),
  };
}

interface Reply {
  readonly plans?: readonly QueryPlan[];
  readonly refusal?: string;
}

/** Adds a listener for the end; what it gives takes the listener away. */
type Ending = (listener: (reason: PlannerEnded) => void) => () => void;

function replyTo(child: ChildProcess, question: object, onEnd: Ending): Promise<Reply | PlannerEnded> {
  return new Promise((resolve) => {
    const onMessage = (message: unknown) => {
      forget();
      resolve(message as Reply);
    };
    child.once("message", onMessage);
    const forget = onEnd((reason) => {
      child.off("message", onMessage);
      resolve(reason);
    });
    // A question that can't be sent is one to a process that is gone, which `onEnd` tells.
    child.send(question, () => undefined);
  });
}

/** Listeners that come after the end are told at once. */
function endOf(child: ChildProcess): Ending {
  let ended: PlannerEnded | null = null;
  const listeners = new Set<(reason: PlannerEnded) => void>();
  const end = (how: string) => {
    if (ended !== null) return;
    ended = new PlannerEnded(how);
    for (const listener of listeners) listener(ended);
  };
  child.once("exit", (code, signal) => end(signal ?? `exit ${code ?? "unknown"}`));
  child.on("error", () => end("it could not be started"));
  return (listener) => {
    if (ended === null) listeners.add(listener);
    else listener(ended);
    return () => listeners.delete(listener);
  };
}

/** A process that waits for questions must not keep the hub from ending. */
function keepAlive(child: ChildProcess, isAsked: boolean): void {
  if (isAsked) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}
