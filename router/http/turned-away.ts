import type { Counters } from "../telemetry/counters.ts";
import type { Log } from "../telemetry/logger.ts";

/** Counts requests that are turned away, and says so once a second: a line for each would be load of its own. */
export interface TurnedAway {
  count(why: "busy" | "account" | "address", requestId: string): void;
  close(): void;
}

const EVERY_MS = 1_000;

export function reportTurnedAway(counters: Pick<Counters, "shed">, logger: Log): TurnedAway {
  let counts = { busy: 0, account: 0, address: 0 };
  let lastRequestId = "";
  let timer: NodeJS.Timeout | null = null;
  const say = (): void => {
    timer = null;
    const { busy, account, address } = counts;
    counts = { busy: 0, account: 0, address: 0 };
    if (busy > 0) logger.warn({ requests: busy, lastRequestId }, "requests turned away: the hub cannot keep up");
    if (account + address > 0) {
      logger.warn(
        { ofAccounts: account, ofAddresses: address, lastRequestId },
        "requests turned away: one client has too many open",
      );
    }
  };
  return {
    count(why, requestId) {
      counters.shed += 1;
      counts[why] += 1;
      lastRequestId = requestId;
      timer ??= setTimeout(say, EVERY_MS).unref();
    },
    close() {
      if (timer === null) return;
      clearTimeout(timer);
      say();
    },
  };
}
