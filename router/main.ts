import type { AddressInfo, Server } from "node:net";
import type { Logger } from "pino";
import type { TokenReader } from "../subgraphs/shared/token.ts";
import { createAnswerer } from "./answer.ts";
import type { Recorder } from "./record.ts";
import type { Transport } from "./run.ts";
import { createHttpServer } from "./server.ts";
import type { Supergraph } from "./supergraph.ts";

export interface RouterOptions {
  readonly supergraph: Supergraph;
  readonly transports: ReadonlyMap<string, Transport>;
  readonly recorder: Recorder;
  readonly tokens: TokenReader;
  /** Public keys of the hub's own issuer. */
  readonly jwks: object;
  readonly logger: Logger;
  readonly host: string;
  readonly port: number;
}

export interface RunningRouter {
  readonly url: string;
  /** Takes no new requests, finishes those under way, and stops. */
  close(): Promise<void>;
}

/** Connects the parts and listens. Nothing listens when a part does not fit. */
export async function startRouter(options: RouterOptions): Promise<RunningRouter> {
  const { supergraph } = options;
  const unreachable = [...supergraph.departments.keys()].filter((department) => !options.transports.has(department));
  if (unreachable.length > 0)
    throw new Error(`The supergraph holds departments with no address: ${unreachable.join(", ")}.`);
  const { transports, recorder, tokens, jwks, logger } = options;
  const answerer = createAnswerer({ supergraph, transports, recorder });
  const server = createHttpServer({ answerer, tokens, jwks, logger });
  await listen(server, options.port, options.host);
  return { url: urlOf(server), close: () => close(server) };
}

/** Resolves once the server listens; rejects when the port is taken or not allowed. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

function close(server: Server & { closeIdleConnections?: () => void }): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections?.();
  });
}
