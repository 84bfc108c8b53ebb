import { LoggableError } from "../../router/telemetry/logged-error.ts";
import { lookEvery, type Looking } from "../../subgraphs/shared/look-every.ts";
import type { ConnectionOptions } from "../../subgraphs/shared/postgres/connection.ts";
import { keepSession, type LastingSession } from "../../subgraphs/shared/postgres/session.ts";
import { appendToAnchor, readAnchorEnd } from "./anchor.ts";
import type { SealKey } from "./seal-keys.ts";
import { alone, readSeal, readSealsAfter, sealNext } from "./seal-log.ts";
import { sealHash } from "./seal.ts";
import { countUnsealed } from "./sealed-records.ts";

export interface SealerOptions {
  /** The sealer's own login. */
  readonly url: string;
  readonly key: SealKey;
  readonly anchorFile: string;
  readonly everyMs: number;
  /** The most records of one seal: a long backlog becomes several, and memory stays as it is. */
  readonly mostRecords?: number;
  /** Told why something was not done; it is tried again the next time. */
  readonly onFault?: (error: unknown, step: SealStep) => void;
}

export type SealStep = "seal" | "anchor";

/** What an operator sees of the sealer. */
export interface SealerStatus {
  /** When this process last knew the log to be sealed up to its end, in milliseconds of Unix time. */
  sealedAt: number;
  unsealed: number;
  unanchored: number;
  readonly faults: Record<SealStep, number>;
}

/** Seals what was appended, again and again, until it is closed. */
export interface Sealer {
  readonly status: Readonly<SealerStatus>;
  /** Seals all there is and anchors it. Rejects when it could not; answers go on either way. */
  sealAll(): Promise<void>;
  /** Seals for the last time, and stops. */
  close(): Promise<void>;
}

const MOST_RECORDS = 10_000;
const MOST_SEALS = 500;
const STATEMENT_TIMEOUT_MS = 60_000;

/** Opens the connection; sealing begins with `start`. */
export function openSealer(options: SealerOptions): Sealer & { start(): void } {
  const { key, anchorFile, everyMs, mostRecords = MOST_RECORDS, onFault = () => undefined } = options;
  const login = keepSession(sealerLogin(options.url));
  const status: SealerStatus = { sealedAt: Date.now(), unsealed: 0, unanchored: 0, faults: { seal: 0, anchor: 0 } };

  const attempt = async (step: SealStep, work: () => Promise<void>): Promise<Error | null> => {
    try {
      await work();
      return null;
    } catch (error) {
      status.faults[step] += 1;
      onFault(error, step);
      return error instanceof Error ? error : new LoggableError("something that is no error");
    }
  };
  const seal = async (notWithinMs: number): Promise<void> => {
    try {
      // What is left of a backlog does not wait: only the first seal may find that another hub was here just now.
      for (let wait = notWithinMs; (await sealNext(login, key, mostRecords, wait)) !== null;) wait = 0;
      status.sealedAt = Date.now();
    } finally {
      status.unsealed = await login.use((session) => session.transaction(countUnsealed)).catch(() => status.unsealed);
    }
  };
  const work = async (notWithinMs: number): Promise<(Error | null)[]> => [
    await attempt("seal", () => seal(notWithinMs)),
    await attempt("anchor", async () => {
      for (let left = 1; left > 0;) left = status.unanchored = await anchorNext(login, anchorFile);
    }),
  ];

  let underWay: Promise<unknown> = Promise.resolve();
  const inTurn = (notWithinMs: number): Promise<(Error | null)[]> => {
    const next = underWay.then(() => work(notWithinMs));
    underWay = next;
    return next;
  };
  let looking: Looking | undefined;
  return {
    status,
    start() {
      // A little less than a turn, so that clocks that differ by a moment do not make every second turn idle.
      const sealInTurn = async () => {
        await inTurn(everyMs * 0.8);
      };
      looking = lookEvery(everyMs, sealInTurn, { isFirstAtOnce: true });
    },
    async sealAll() {
      const fault = (await inTurn(0)).find((one) => one !== null);
      if (fault != null) throw fault;
    },
    async close() {
      await looking?.close();
      await inTurn(0);
      await login.close();
    },
  };
}

/** One connection of the login that may read every record and add seals. */
export function sealerLogin(url: string): ConnectionOptions {
  return {
    url,
    name: "onedoor sealer",
    // The database refuses records with names to a sealer that does not know of them (migrations/audit/0006).
    settings: { statement_timeout: STATEMENT_TIMEOUT_MS, "onedoor.sealed_form": "2" },
    // The server ends a statement before; what is later than this comes no more.
    statementWithinMs: STATEMENT_TIMEOUT_MS + 5_000,
  };
}

/** Anchors the next seals that this file does not have, and gives how many may be left. */
async function anchorNext(login: LastingSession, file: string): Promise<number> {
  // Alone as well: hubs of one host share the file.
  return alone(login, async (transaction) => {
    const { entries, fault, isTorn } = await readAnchorEnd(file);
    if (fault !== null) throw new LoggableError(`the anchor can't be read: ${fault}`);
    const last = entries.at(-1);
    if (last !== undefined) {
      const seal = await readSeal(transaction, last.number);
      if (seal === null || sealHash(seal) !== last.hash) {
        throw new LoggableError(`the anchor holds another seal ${last.number} than the database: one was changed`);
      }
    }
    const seals = await readSealsAfter(transaction, last?.number ?? 0, MOST_SEALS);
    if (seals.length > 0) await appendToAnchor(file, seals, isTorn);
    return seals.length < MOST_SEALS ? 0 : seals.length;
  });
}
