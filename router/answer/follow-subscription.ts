import { HubError } from "../../subgraphs/shared/errors.ts";
import type { Viewer } from "../../subgraphs/shared/viewer.ts";
import { isFields } from "../departments/fields.ts";
import type { DepartmentCall } from "../departments/transport.ts";
import type { Variables } from "../operation/variables.ts";
import type { Authorized } from "../permissions/authorize.ts";
import { answerError } from "../plan/answer-errors.ts";
import { pick } from "../plan/fetch-call.ts";
import { closingBody } from "./closing-body.ts";
import { execute, type Execution, type ExecutorParts, type OnEntered } from "./execution.ts";
import type { Prepared } from "./prepare.ts";

/** Reads the viewer's token and purpose again; rejects with UNAUTHENTICATED once the token has ended. */
export type ReadViewer = () => Promise<Viewer>;

interface Subscription {
  readonly prepared: Prepared;
  readonly variables: Variables;
  readonly requestId: string;
  readonly onEntered?: OnEntered | undefined;
}

/**
 * Follows a subscription. The viewer's rights are read again for every event: an event is answered as a query of
 * that moment would be, and recorded alike. The stream ends with the token. A stream that asks for anything
 * refused is refused whole.
 */
export async function* followEvents(
  parts: ExecutorParts,
  subscription: Subscription,
  readViewer: ReadViewer,
  gone: AbortSignal,
): AsyncGenerator<string> {
  const viewer = await readViewer();
  const variant = await subscription.prepared.variantFor(viewer, subscription.variables);
  const { feed, authorized, openCursors, literals } = variant;
  const isRefused = authorized.refusals.length > 0;
  if (feed === null || isRefused) {
    yield await answerOne(parts, { ...subscription, viewer, requestKey: {} });
    return;
  }
  const isLogRead = authorized.recordAs === "LOG_READ";
  if (isLogRead && !(await enterOnce(parts, subscription, viewer, authorized))) {
    yield closingBody("INTERNAL");
    return;
  }
  const call: DepartmentCall = {
    operation: feed.operation,
    variables: pick(
      { ...openCursors(subscription.variables, parts.sealing(viewer)), ...literals },
      feed.variableUsages,
    ),
    viewer,
    requestKey: {},
    requestId: subscription.requestId,
  };
  const expiry = expiryOf(viewer);
  const signal = AbortSignal.any([gone, expiry.signal]);
  try {
    const events = parts.transports.get(feed.service)?.subscribe?.(call, signal);
    if (events === undefined) {
      yield closingBody("SUBGRAPH_UNAVAILABLE");
      return;
    }
    for await (const event of events) {
      if (!isFields(event.data)) {
        yield JSON.stringify({
          data: null,
          errors: (event.errors ?? []).map((error) => answerError(error, error.path ?? [])),
        });
        continue;
      }
      const now = await readViewer();
      const execution = { ...subscription, viewer: now, requestKey: {}, event: event.data, isEntered: isLogRead };
      yield await answerOne(parts, execution);
    }
    if (expiry.signal.aborted && !gone.aborted) yield closingBody("UNAUTHENTICATED");
  } catch (error) {
    if (gone.aborted) return;
    const hasEnded = expiry.signal.aborted || (error instanceof HubError && error.code === "UNAUTHENTICATED");
    yield closingBody(hasEnded ? "UNAUTHENTICATED" : "SUBGRAPH_UNAVAILABLE");
  } finally {
    expiry.forget();
  }
}

/** A viewer who follows the log is entered as the stream begins: an entry for each event would be an event again. */
async function enterOnce(
  { recorder, counters }: ExecutorParts,
  { prepared, requestId }: Subscription,
  viewer: Viewer,
  authorized: Authorized,
): Promise<boolean> {
  const look = { kind: "LOG_READ", requestId, viewer, operation: prepared.operation, told: authorized } as const;
  try {
    await recorder.enter({ ...look, residents: new Set() });
    return true;
  } catch {
    counters.unrecorded += 1;
    return false;
  }
}

async function answerOne(parts: ExecutorParts, execution: Execution): Promise<string> {
  return (await execute(parts, execution)) ?? closingBody("INTERNAL");
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

function expiryOf({ expiresAt }: Viewer): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.min(expiresAt - Date.now(), LONGEST_TIMER_MS));
  return { signal: controller.signal, forget: () => clearTimeout(timer) };
}
