import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answerer } from "../answer/answer.ts";
import type { Limits } from "../operation/limits.ts";
import type { Log } from "../telemetry/logger.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Tracer } from "../telemetry/tracer.ts";
import type { PurposeLookups } from "../viewer/purpose-lookups.ts";
import type { TokenReader } from "../viewer/token.ts";
import type { Admission } from "./admission.ts";
import type { CrossOrigin } from "./cross-origin.ts";
import type { Holds } from "./holds.ts";
import type { Pages } from "./pages.ts";
import type { PublishedOperations } from "./published-operations.ts";
import type { Readiness } from "./readiness.ts";
import type { SignIn } from "./sign-in.ts";
import type { TurnedAway } from "./turned-away.ts";

/** What the public door needs. */
export interface ServerParts {
  /** The answerer of the supergraph in use now. */
  readonly answerer: () => Answerer;
  readonly tokens: TokenReader;
  readonly purposes: PurposeLookups;
  readonly jwks: object;
  /** Null where nobody signs in, as in front of somebody else's departments. */
  readonly signIn: SignIn | null;
  readonly proxies: number;
  readonly logger: Log;
  readonly metrics: Metrics;
  readonly mayReadMetrics: (request: IncomingMessage) => boolean;
  readonly tracer: Tracer;
  readonly readiness: Readiness;
  readonly admission: Admission;
  /** Requests whose body is waited for, and streams: what a client may hold while nothing is done for it. */
  readonly bodies: Holds;
  readonly streams: Holds;
  readonly bodyWithinMs: number;
  readonly turnedAway: TurnedAway;
  readonly crossOrigin: CrossOrigin;
  readonly documents: PublishedOperations;
  /** Null: this hub answers programs only. */
  readonly pages: Pages | null;
  readonly limits: Limits;
  readonly isDraining: () => boolean;
  readonly drainBegins: () => AbortSignal;
  readonly onAnswer: (response: ServerResponse) => void;
}
