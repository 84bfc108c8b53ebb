import type { Server as HttpServer } from "node:http";
import type { AddressInfo, Server } from "node:net";

/** How an operator chooses where a server listens. */
export interface ListenSettings {
  readonly portBy: string;
  readonly hostBy: string;
}

const publicSettings: ListenSettings = { portBy: "PORT or --port", hostBy: "HOST" };

/** The port can't be had; the message says why and what to do. */
export class ListenError extends Error {
  constructor(port: number, host: string, code: string, { portBy, hostBy }: ListenSettings) {
    const reasons: Record<string, string> = {
      EADDRINUSE: `another program listens there: stop it, or choose another with ${portBy}`,
      EACCES: `this user may not listen there: choose a port from 1024 on with ${portBy}`,
      EADDRNOTAVAIL: `this machine has no such address: correct ${hostBy}`,
    };
    super(`Port ${port} of ${host} can't be used: ${reasons[code] ?? code}.`);
  }
}

/** Resolves once the server listens; rejects when the port is taken or not allowed. */
export function listen(server: Server, port: number, host: string, settings = publicSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(new ListenError(port, host, error.code ?? "unknown", settings));
    });
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

/** Stops listening and ends the connections that are open, so that none keeps the server from closing. */
export function closeAtOnce(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
