import { EventEmitter, on } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type Connection, connect, type ConnectionOptions } from "./connection.ts";

/** What NOTIFY tells, for as long as somebody listens. */
export interface Notices {
  /** The payloads of a channel, until the signal says stop. Rejects when some may have been missed. */
  listen(channel: string, signal: AbortSignal): AsyncIterable<string>;
  close(): Promise<void>;
}

// A connection that has died without a word is found out by a statement, and by nothing else.
const HEARTBEAT_MS = 5_000;

/** One connection of its own for all that listen; it is opened for the first of them and closed after the last. */
export function openNotices(options: ConnectionOptions): Notices {
  const emitter = new EventEmitter().setMaxListeners(0);
  const ending = new AbortController();
  const listeners = new Map<string, number>();
  let connection: Promise<Connection> | undefined;

  const open = (): Promise<Connection> => {
    const opening = connect({ ...options, onNotice: (channel, payload) => emitter.emit(channel, payload) });
    connection = opening;
    watch(opening).catch((error: unknown) => {
      if (connection !== opening) return;
      connection = undefined;
      emitter.emit("error", error);
    });
    return opening;
  };
  const watch = async (opening: Promise<Connection>): Promise<void> => {
    const opened = await opening;
    while (connection === opening) {
      await opened.mark();
      await pause(HEARTBEAT_MS, undefined, { ref: false });
    }
  };
  // Without anybody who listens, an error would end the process.
  emitter.on("error", () => undefined);

  return {
    async *listen(channel, signal) {
      const until = AbortSignal.any([signal, ending.signal]);
      const events = on(emitter, channel, { signal: until });
      const count = listeners.get(channel) ?? 0;
      listeners.set(channel, count + 1);
      try {
        const opened = await (connection ?? open());
        await opened.run(`listen ${quoted(channel)}`, []);
        for await (const [payload] of events) yield String(payload);
      } catch (error) {
        if (!until.aborted) throw error;
      } finally {
        await events.return?.();
        const left = (listeners.get(channel) ?? 1) - 1;
        if (left > 0) listeners.set(channel, left);
        else listeners.delete(channel);
        if (listeners.size === 0) await end();
      }
    },
    async close() {
      ending.abort();
      await end();
    },
  };

  async function end(): Promise<void> {
    const last = connection;
    connection = undefined;
    await last?.then((one) => one.close()).catch(() => undefined);
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
