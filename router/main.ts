import type { AddressInfo, Server } from "node:net";
import type { Logger } from "pino";
import type { TokenReader } from "../subgraphs/shared/token.ts";
import { type AdmissionOptions, createAdmission, defaultAdmission } from "./admission.ts";
import { createDrain } from "./drain.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import { createLiveSupergraph } from "./live-supergraph.ts";
import { createMetrics } from "./metrics.ts";
import { observed } from "./observed-transport.ts";
import type { Recorder } from "./record.ts";
import { defaultResilience, type ResilienceOptions, withResilience } from "./resilience.ts";
import type { Transport } from "./run.ts";
import { createHttpServer } from "./server.ts";
import { createTrustedDocuments, type TrustedDocuments } from "./trusted-documents.ts";

export interface RouterOptions {
  /** The composed supergraph, as text. */
  readonly supergraph: string;
  readonly transports: ReadonlyMap<string, Transport>;
  readonly recorder: Recorder;
  readonly tokens: TokenReader;
  /** Public keys of the hub's own issuer. */
  readonly jwks: object;
  readonly logger: Logger;
  readonly host: string;
  readonly port: number;
  readonly resilience?: ResilienceOptions;
  readonly admission?: AdmissionOptions;
  readonly limits?: Limits;
  /** Left out, clients write their own documents. */
  readonly documents?: TrustedDocuments;
}

export interface RunningRouter {
  readonly url: string;
  /** Exchanges the supergraph while running. False: it was refused and logged, and the last good one stays. */
  readonly reload: (supergraph: string) => boolean;
  /** Takes no new requests, finishes those under way, and stops. */
  close(): Promise<void>;
}

/** Connects the parts and listens. Nothing listens when a part does not fit. */
export async function startRouter(options: RouterOptions): Promise<RunningRouter> {
  const { recorder, tokens, jwks, logger, limits = defaultLimits } = options;
  const metrics = createMetrics();
  const transports = new Map(
    [...options.transports].map(([department, transport]) => {
      const measured = observed(department, transport, metrics, logger);
      const guarded = withResilience(measured, options.resilience ?? defaultResilience);
      metrics.watchDepartment(department, guarded.isOpen);
      return [department, guarded] as const;
    }),
  );
  const live = createLiveSupergraph(options.supergraph, { transports, recorder, limits });
  const admission = createAdmission(options.admission ?? defaultAdmission);
  metrics.watchRequests(admission.underWay);
  const server = createHttpServer({
    answerer: live.answerer,
    tokens,
    jwks,
    logger,
    metrics,
    admission,
    limits,
    documents: options.documents ?? createTrustedDocuments(new Map(), "any"),
    isDraining: () => drain.isDraining(),
    drainBegins: () => drain.begins,
    onAnswer: (response) => drain.onAnswer(response),
  });
  const drain = createDrain(server);
  await listen(server, options.port, options.host);
  return {
    url: urlOf(server),
    reload(supergraph) {
      try {
        live.reload(supergraph);
        metrics.countReload("loaded");
        logger.info("supergraph loaded");
        return true;
      } catch (error) {
        metrics.countReload("refused");
        const reason = error instanceof Error ? error.message : "unknown";
        logger.error({ reason }, "supergraph refused; the last good one stays");
        return false;
      }
    },
    async close() {
      await drain.close();
      admission.close();
    },
  };
}

/** The port can't be had; the message says why and what to do. */
export class ListenError extends Error {
  constructor(port: number, host: string, code: string) {
    const reasons: Record<string, string> = {
      EADDRINUSE: "another program listens there: stop it, or choose another with PORT or --port",
      EACCES: "this user may not listen there: choose a port from 1024 on with PORT or --port",
      EADDRNOTAVAIL: "this machine has no such address: correct HOST",
    };
    super(`Port ${port} of ${host} can't be used: ${reasons[code] ?? code}.`);
  }
}

/** Resolves once the server listens; rejects when the port is taken or not allowed. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(new ListenError(port, host, error.code ?? "unknown"));
    });
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
