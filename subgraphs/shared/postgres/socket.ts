import { connect, type Socket } from "node:net";
import { connectionLost } from "./database-fault.ts";

/** Where a server listens, as postgres.js reads it from an address. */
export interface SocketAddress {
  readonly host: readonly string[];
  readonly port: readonly number[];
  /** A socket file. */
  readonly path?: string | false;
}

/** Opens the way to a server. Ours to close, whatever state the driver believes its connection to be in. */
export function openSocket({ host, port, path }: SocketAddress): Socket {
  const [name = "localhost"] = host;
  const socket =
    typeof path === "string" ? connect(path) : connect({ host: name, port: port[0] ?? 5432, noDelay: true });
  // Its user reports failures; one that comes between two users must not end the process.
  socket.on("error", () => undefined);
  // The driver checks the certificate against it.
  return Object.assign(socket, { host: name });
}

/** Resolves once it is open. */
export function opened(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", () => reject(connectionLost()));
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}
