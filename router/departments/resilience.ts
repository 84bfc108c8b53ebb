import { BrokenCircuitError, bulkhead, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from "cockatiel";
import type { SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import { within } from "../../subgraphs/shared/within.ts";
import { LoggableError } from "../telemetry/logged-error.ts";
import type { DepartmentCall, Transport } from "./transport.ts";

/** How much one department's trouble may cost the others. */
export interface ResilienceOptions {
  /** Calls under way at once; more wait. */
  readonly concurrentCalls: number;
  /** Calls that may wait; more fail at once. */
  readonly waitingCalls: number;
  /** Failures in a row after which the department is left alone. */
  readonly failuresToOpen: number;
  /** How long it is left alone before one call tries again. */
  readonly openMs: number;
  /** How long the request whose read tries it waits for that; the trial itself goes on until it has an outcome. */
  readonly trialMs: number;
  /** Retries allowed for each hundred calls. */
  readonly retriesPerHundredCalls: number;
}

export const defaultResilience: ResilienceOptions = {
  concurrentCalls: 128,
  waitingCalls: 512,
  failuresToOpen: 5,
  openMs: 2_000,
  trialMs: 250,
  retriesPerHundredCalls: 10,
};

/** A department's state as metrics show it. */
export interface DepartmentHealth {
  readonly isOpen: () => boolean;
}

/**
 * Wraps a department's transport: a bulkhead so that a slow department can't take every resource, a circuit
 * breaker so that a dead one costs nothing, and one retry of a read while the budget lasts, so that retries
 * never become the load that keeps a department down.
 */
export function withResilience(transport: Transport, options: ResilienceOptions): Transport & DepartmentHealth {
  const breaker = circuitBreaker(handleWhen(onceEach()), {
    halfOpenAfter: options.openMs,
    breaker: new ConsecutiveBreaker(options.failuresToOpen),
  });
  const room = bulkhead(options.concurrentCalls, options.waitingCalls);
  const budget = createRetryBudget(options.retriesPerHundredCalls);

  const callOnce = (call: DepartmentCall): Promise<SubgraphReply> => {
    // A dead department may keep the call that tries it waiting until the timeout: no other waits for its outcome.
    if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError();
    const answer = breaker.execute(() => transport.send(call));
    const isTrial = (breaker.state as CircuitState) === CircuitState.HalfOpen;
    return isTrial && isRead(call.operation) ? within(options.trialMs, answer, noAnswer) : answer;
  };
  const attempt = (call: DepartmentCall) => room.execute(() => callOnce(call));

  return {
    ...transport,
    isOpen: () => breaker.state !== CircuitState.Closed,
    async send(call) {
      budget.earn();
      try {
        return await attempt(call);
      } catch (error) {
        // A change may have happened although its answer was lost: only reads are tried again.
        const mayRetry = isRead(call.operation) && breaker.state === CircuitState.Closed && isTransient(error);
        if (!mayRetry || !budget.spend()) throw error;
        return attempt(call);
      }
    },
  };
}

/** Calls that were joined fail together with one error, and that is one failure of the department. */
function onceEach(): (error: Error) => boolean {
  const seen = new WeakSet<Error>();
  return (error) => {
    if (seen.has(error)) return false;
    seen.add(error);
    return true;
  };
}

function noAnswer(): never {
  throw new BrokenCircuitError();
}

/** Thrown by transports for failures that another try may not meet: the connection broke, or a 5xx came. */
export class TransientFailure extends LoggableError {}

function isTransient(error: unknown): boolean {
  return error instanceof TransientFailure;
}

function isRead(operation: string): boolean {
  return !operation.startsWith("mutation");
}

/** A token bucket: every call earns a part of a retry. It starts with a few, for the first minutes of a hub. */
function createRetryBudget(retriesPerHundredCalls: number) {
  const most = 100;
  let tokens = 10;
  return {
    earn(): void {
      tokens = Math.min(most, tokens + retriesPerHundredCalls / 100);
    },
    spend(): boolean {
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
