import { connectionLost, DatabaseFault } from "./database-fault.ts";

export interface QueueOptions<Held> {
  readonly size: number;
  readonly open: () => Promise<Held>;
  readonly isUsable: (held: Held) => boolean;
  readonly discard: (held: Held) => Promise<void>;
}

/** Who may use which connection, in the order of asking. */
export interface Queue<Held> {
  /** At once where one is free. */
  take(): Held | Promise<Held>;
  /** Gives back what was taken, usable or not. */
  give(held: Held): void;
  /** Those that nobody uses now are given up. */
  distrust(): void;
  close(): Promise<void>;
}

interface Waiter<Held> {
  resolve(held: Held): void;
  reject(error: Error): void;
  /** Waits from now on only as long as it takes to find out that a server is not there. */
  hurry(): void;
}

const PATIENCE_MS = 5_000;
/** After a failure nobody waits long: whether the server is back, those who come later will see. */
const IMPATIENCE_MS = 700;

export function openQueue<Held>(options: QueueOptions<Held>): Queue<Held> {
  const { size, open, isUsable } = options;
  const free: Held[] = [];
  const waiting: Waiter<Held>[] = [];
  let count = 0;
  let opening = 0;
  let isDown = false;
  let isClosed = false;
  let whenEmpty: (() => void) | undefined;

  const leaving = new Set<Promise<void>>();
  const discard = (held: Held): void => {
    const gone = options.discard(held).finally(() => leaving.delete(gone));
    leaving.add(gone);
  };
  const leave = (): void => {
    count -= 1;
    if (isClosed && count === 0) whenEmpty?.();
  };
  const hand = (held: Held): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(held);
    else next.resolve(held);
  };
  const failed = (error: unknown): void => {
    leave();
    // Where others work, they will do for those who wait.
    if (count - opening > 0) return;
    goDown();
    for (const one of waiting.splice(0)) one.reject(error as Error);
  };
  const goDown = (): void => {
    isDown = true;
    for (const one of waiting) one.hurry();
  };
  const grow = (): void => {
    while (!isClosed && count < size && opening < waiting.length) {
      count += 1;
      opening += 1;
      open().then(
        (held) => {
          opening -= 1;
          isDown = false;
          give(held);
        },
        (error: unknown) => {
          opening -= 1;
          failed(error);
        },
      );
    }
  };
  const give = (held: Held): void => {
    if (!isClosed && isUsable(held)) return hand(held);
    discard(held);
    leave();
    grow();
  };
  const wait = (): Promise<Held> =>
    new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout;
      const limit = (ms: number) =>
        setTimeout(() => {
          waiting.splice(waiting.indexOf(waiter), 1);
          reject(new DatabaseFault("POOL_TIMEOUT", `no connection to the database was free within ${ms} ms`));
        }, ms);
      const waiter: Waiter<Held> = {
        resolve: (held) => (clearTimeout(timer), resolve(held)),
        reject: (error) => (clearTimeout(timer), reject(error)),
        hurry: () => {
          clearTimeout(timer);
          timer = limit(IMPATIENCE_MS);
        },
      };
      timer = limit(isDown ? IMPATIENCE_MS : PATIENCE_MS);
      waiting.push(waiter);
      grow();
    });

  return {
    take() {
      if (isClosed) return Promise.reject(connectionLost());
      for (let held = free.pop(); held !== undefined; held = free.pop()) {
        if (isUsable(held)) return held;
        discard(held);
        leave();
      }
      return wait();
    },
    give,
    distrust() {
      for (const held of free.splice(0)) {
        discard(held);
        leave();
      }
      if (count - opening <= 1) goDown();
    },
    async close() {
      isClosed = true;
      for (const one of waiting.splice(0)) one.reject(connectionLost());
      for (const held of free.splice(0)) {
        discard(held);
        leave();
      }
      if (count > 0) {
        await new Promise<void>((resolve) => {
          whenEmpty = resolve;
          setTimeout(resolve, PATIENCE_MS).unref();
        });
      }
      await Promise.all(leaving);
    },
  };
}
