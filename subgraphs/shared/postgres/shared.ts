import { within } from "../within.ts";
import { connectionLost, DatabaseFault, isWorthRepeating } from "./database-fault.ts";
import type { Pipeline } from "./pipeline.ts";

export interface SharedOptions {
  readonly size: number;
  readonly open: () => Promise<Pipeline>;
  readonly longestLifeMs: number;
}

/** Connections that several reads use at a time: each answer proves whose it is, and nothing is ever sent twice on one. */
export interface SharedConnections {
  /** Reads, and once more on a new connection where the first has ended or knew an old schema. */
  use<Result>(read: (connection: Pipeline) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

interface Slot {
  readonly opening: Promise<Pipeline>;
  connection: Pipeline | null;
  underWay: number;
  isRetired: boolean;
}

const PATIENCE_MS = 5_000;
/** After a failure nobody waits long: whether the server is back, those who come later will see. */
const IMPATIENCE_MS = 700;
const TRIES = 2;
const SOON_MS = 20;

export function openShared({ size, open, longestLifeMs }: SharedOptions): SharedConnections {
  const slots: Slot[] = [];
  const leaving = new Set<Promise<void>>();
  let isDown = false;
  let isClosed = false;

  const leave = (slot: Slot): void => {
    const gone = slot.opening.then((connection) => connection.close()).catch(() => undefined);
    leaving.add(gone);
    gone.finally(() => leaving.delete(gone)).catch(() => undefined);
  };
  /** Takes no more reads; closed once those it has are answered. */
  const retire = (slot: Slot): void => {
    if (slot.isRetired) return;
    slot.isRetired = true;
    slots.splice(slots.indexOf(slot), 1);
    if (slot.underWay === 0) leave(slot);
  };
  const retireAll = (): void => {
    for (const slot of [...slots]) retire(slot);
  };
  const add = (): Slot => {
    const slot: Slot = { opening: open(), connection: null, underWay: 0, isRetired: false };
    slots.push(slot);
    slot.opening.then(
      (connection) => {
        slot.connection = connection;
        isDown = false;
      },
      () => {
        isDown = true;
        retire(slot);
      },
    );
    return slot;
  };
  const isOld = ({ connection }: Slot): boolean =>
    connection !== null && (connection.isOver() || performance.now() - connection.openedAt > longestLifeMs);
  const pick = (): Slot => {
    let best: Slot | undefined;
    for (const slot of slots) if (isOld(slot)) return (retire(slot), pick());
    for (const slot of slots) {
      const { connection } = slot;
      if (connection === null) continue;
      // Those that answer soon share one, and a write to it; behind one that takes long, none has to wait.
      if (connection.waitedMs() < SOON_MS) return slot;
      if (best === undefined || slot.underWay < best.underWay) best = slot;
    }
    if (best !== undefined) {
      // The next reads will find it open.
      if (best.underWay > 0 && slots.length < size) add();
      return best;
    }
    return slots[0] ?? add();
  };

  return {
    async use(read) {
      for (let attempt = 1; ; attempt += 1) {
        if (isClosed) throw connectionLost();
        const slot = pick();
        slot.underWay += 1;
        try {
          return await read(slot.connection ?? (await inTime(slot.opening, isDown ? IMPATIENCE_MS : PATIENCE_MS)));
        } catch (error) {
          // The others have gone the same way or know the same schema; what is under way on them may end well.
          if (error instanceof DatabaseFault || slot.connection?.isOver() === true) retireAll();
          if (error instanceof DatabaseFault && error.code === "STATEMENT_TIMEOUT") isDown = true;
          if (attempt === TRIES || slot.connection?.isOver() !== true || !isWorthRepeating(error)) throw error;
        } finally {
          slot.underWay -= 1;
          if (slot.isRetired && slot.underWay === 0) leave(slot);
        }
      }
    },
    async close() {
      isClosed = true;
      retireAll();
      await Promise.all(leaving);
    },
  };
}

function inTime(opening: Promise<Pipeline>, ms: number): Promise<Pipeline> {
  return within(ms, opening, () => {
    throw new DatabaseFault("POOL_TIMEOUT", `no connection to the database within ${ms} ms`);
  });
}
