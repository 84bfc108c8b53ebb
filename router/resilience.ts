import { bulkhead, circuitBreaker, CircuitState, ConsecutiveBreaker, handleAll, type IPolicy, wrap } from "cockatiel";
import type { Transport } from "./run.ts";

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
  /** Retries allowed for each hundred calls. */
  readonly retriesPerHundredCalls: number;
}

export const defaultResilience: ResilienceOptions = {
  concurrentCalls: 128,
  waitingCalls: 512,
  failuresToOpen: 5,
  openMs: 2_000,
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
  const breaker = circuitBreaker(handleAll, {
    halfOpenAfter: options.openMs,
    breaker: new ConsecutiveBreaker(options.failuresToOpen),
  });
  const policy: IPolicy = wrap(bulkhead(options.concurrentCalls, options.waitingCalls), breaker);
  const budget = createRetryBudget(options.retriesPerHundredCalls);
  return {
    ...transport,
    isOpen: () => breaker.state === CircuitState.Open,
    async send(call) {
      const attempt = () => policy.execute(() => transport.send(call));
      budget.earn();
      try {
        return await attempt();
      } catch (error) {
        // A change may have happened although its answer was lost: only reads are tried again.
        const mayRetry = isRead(call.operation) && breaker.state === CircuitState.Closed && isTransient(error);
        if (!mayRetry || !budget.spend()) throw error;
        return attempt();
      }
    },
  };
}

/** Thrown by transports for failures that another try may not meet: the connection broke, or a 5xx came. */
export class TransientFailure extends Error {}

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
