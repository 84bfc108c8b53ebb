import { setTimeout as sleep } from "node:timers/promises";
import { lookEvery } from "../../subgraphs/shared/look-every.ts";
import { OperatorError } from "../operator-error.ts";
import { withLock } from "./lock.ts";
import { isServerOf } from "./server-process.ts";
import { findServer, type Launch, launchServer, type Server } from "./server.ts";

export interface KeepOptions {
  readonly launch: Launch;
  /** The lock under which processes of one data folder start and stop the server. */
  readonly lock: string;
  readonly server: Server;
  readonly onNotice: (line: string) => void;
}

export interface Kept {
  /** Settles when the server is not started again any more: too often, or it could not be. */
  readonly lost: Promise<OperatorError>;
  /** Before the server is stopped on purpose. */
  release(): Promise<void>;
}

const LOOK_EVERY_MS = process.platform === "linux" ? 250 : 2_000;
/** A server that ends more often than this has a reason that starting it does not take away. */
const MOST_STARTS = 5;
const WITHIN_MS = 600_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/**
 * Starts the server again when it has ended unasked: the system took it for want of memory, or somebody killed it. Always
 * on the same port, which every connection pool of this data folder's processes knows.
 */
export function keepRunning({ launch, lock, server, onNotice }: KeepOptions): Kept {
  const { folder } = launch;
  const stopping = new AbortController();
  const starts: number[] = [];
  let pid = server.pid;
  let hasGivenUp = false;
  let giveUp: (error: OperatorError) => void = () => undefined;
  const lost = new Promise<OperatorError>((resolve) => (giveUp = resolve));

  const bringBack = async (): Promise<void> => {
    let reason = "";
    while (!stopping.signal.aborted) {
      const recent = starts.filter((at) => at > Date.now() - WITHIN_MS).length;
      if (recent >= MOST_STARTS) {
        hasGivenUp = true;
        giveUp(
          new OperatorError(
            `PostgreSQL on ${folder} ended ${recent + 1} times within ${WITHIN_MS / 60_000} minutes, so it is not started again.${reason} Its logs are ${launch.logFile} and ${launch.logFile}.before.`,
          ),
        );
        return;
      }
      if (recent > 0) await pause(Math.min(FIRST_PAUSE_MS * 2 ** (recent - 1), LONGEST_PAUSE_MS), stopping.signal);
      starts.push(Date.now());
      try {
        const started = await withLock(lock, () => again(launch, server.port, stopping.signal));
        if (started === null) return;
        pid = started.pid;
        onNotice(`PostgreSQL had ended and was started again (${recent + 1} of ${MOST_STARTS} times in 10 minutes).`);
        return;
      } catch (error) {
        if (!(error instanceof OperatorError)) throw error;
        reason = ` ${error.message}`;
      }
    }
  };
  const looking = lookEvery(LOOK_EVERY_MS, async () => {
    if (hasGivenUp || isServerOf(pid, folder)) return;
    onNotice("PostgreSQL has ended unasked: it is being started again, and until then requests are answered with 503.");
    await bringBack().catch((error: unknown) => {
      giveUp(new OperatorError(`PostgreSQL on ${folder} could not be started again.`, { cause: error }));
    });
  });
  return {
    lost,
    async release() {
      stopping.abort();
      await looking.close();
    },
  };
}

/** Null once nobody wants it any more. Of several processes that notice at once, one starts it and the others find it. */
async function again(launch: Launch, port: number, signal: AbortSignal): Promise<Server | null> {
  if (signal.aborted) return null;
  const found = (await findServer(launch.folder)) ?? (await launchServer(launch, port));
  if (found.port === port) return found;
  throw new OperatorError(`It runs on port ${found.port} now, and this process knows ${port}.`);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
