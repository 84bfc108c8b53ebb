import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Stands between the hub and PostgreSQL, and does what networks and servers do. */
export interface DatabaseProxy {
  /** The same database by way of the proxy. */
  through(url: string): string;
  /** Connections open now. */
  readonly count: () => number;
  /** Ends every connection at once, as a firewall does that has lost its memory. */
  reset(): void;
  /** From now on nothing passes, and nobody is told: neither on connections that are there nor on new ones. */
  freeze(): void;
  /** The connections that are there now carry nothing any more, without a word; new ones do. */
  silence(): void;
  /** Nobody listens any more, as when a server is stopped. */
  stop(): Promise<void>;
  /** As it should be; what was lost stays lost. */
  heal(): Promise<void>;
  /** Changes what the server says, piece by piece; null leaves it as it is. */
  alter(change: ((said: Buffer, connection: number) => Buffer) | null): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  isSilent: boolean;
}

export async function openDatabaseProxy(serverUrl: string): Promise<DatabaseProxy> {
  const target = new URL(serverUrl);
  const pairs = new Set<Pair>();
  let isFrozen = false;
  let change: ((said: Buffer, connection: number) => Buffer) | null = null;
  let given = 0;

  const listener = createServer((client) => {
    const server = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    const pair: Pair = { client, server, isSilent: false };
    const number = (given += 1);
    pairs.add(pair);
    client.setNoDelay(true);
    client.on("data", (asked) => {
      if (!isFrozen && !pair.isSilent) server.write(asked);
    });
    server.on("data", (said) => {
      if (!isFrozen && !pair.isSilent) client.write(change === null ? said : change(said, number));
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on("error", () => undefined);
      one.on("close", () => {
        pairs.delete(pair);
        // What is silent says nothing of its end either.
        if (one === client || (!pair.isSilent && !isFrozen)) other.destroy();
      });
    }
  });
  const listen = async (port: number): Promise<number> => {
    listener.listen(port, "127.0.0.1");
    await once(listener, "listening");
    return (listener.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const reset = (): void => {
    for (const { client, server } of pairs) {
      client.resetAndDestroy();
      server.destroy();
    }
  };
  const stop = async (): Promise<void> => {
    if (!listener.listening) return;
    const closed = once(listener, "close");
    listener.close();
    reset();
    await closed;
  };
  return {
    through(url) {
      const changed = new URL(url);
      changed.hostname = "127.0.0.1";
      changed.port = String(port);
      return changed.href;
    },
    count: () => pairs.size,
    reset,
    freeze: () => void (isFrozen = true),
    silence() {
      for (const pair of pairs) pair.isSilent = true;
    },
    stop,
    async heal() {
      // What was frozen cannot go on: its bytes are gone.
      if (isFrozen) for (const pair of pairs) pair.isSilent = true;
      isFrozen = false;
      if (!listener.listening) await listen(port);
    },
    alter: (given) => void (change = given),
    async close() {
      change = null;
      await stop();
    },
  };
}
