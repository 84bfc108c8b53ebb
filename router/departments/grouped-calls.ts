import type { SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import { LoggableError } from "../telemetry/logged-error.ts";
import { readReplyText } from "./post.ts";
import { parseReply } from "./read-reply.ts";
import type { DepartmentCall } from "./transport.ts";

/** Calls in one body; more make a second one, so that neither side holds one large thing. */
const MOST_CALLS = 32;

export interface CallSender {
  /** Reads what was sent for one operation. */
  read(reply: unknown, operation: string): SubgraphReply;
  /** Sends one call as it is. */
  one(call: DepartmentCall): Promise<SubgraphReply>;
  /** Sends several in one body; the bytes of the reply are given as they come. Resolves after the last one. */
  several(calls: readonly DepartmentCall[], onBytes: (chunk: Buffer) => void): Promise<void>;
}

interface Waiting {
  readonly call: DepartmentCall;
  readonly resolve: (reply: SubgraphReply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends the calls that all requests make of a department in one turn of the event loop in one body: each with its own
 * viewer and its own reply, so nothing is shared but the bytes on the way. Under load most of what a call costs, on both
 * sides, is HTTP (docs/adr/0026).
 */
export function groupCalls(sender: CallSender): CallSender["one"] {
  let waiting: Waiting[] = [];

  const flush = (): void => {
    const [first, ...others] = waiting;
    const group = waiting;
    waiting = [];
    if (first === undefined) return;
    if (others.length > 0) return void sendGroup(sender, group);
    sender.one(first.call).then(first.resolve, first.reject);
  };

  return (call) => {
    // A trace follows one call from one process into another, and so that call goes alone.
    if (call.traceparent !== undefined) return sender.one(call);
    return new Promise((resolve, reject) => {
      waiting.push({ call, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
      else if (waiting.length === MOST_CALLS) flush();
    });
  };
}

/** Whatever happens, each of the calls gets a reply or an error. */
async function sendGroup(sender: CallSender, group: readonly Waiting[]): Promise<void> {
  const open = new Set(group);
  const settle = (line: string): void => {
    const parsed = parseReply(line, 200);
    const [at, reply] = Array.isArray(parsed) ? (parsed as unknown[]) : [];
    const one = typeof at === "number" ? group[at] : undefined;
    if (one === undefined || !open.delete(one)) throw new LoggableError("a reply to no call");
    try {
      one.resolve(sender.read(reply, one.call.operation));
    } catch (error) {
      one.reject(error);
    }
  };
  try {
    await sender.several(
      group.map(({ call }) => call),
      readLines(settle),
    );
    throw new LoggableError("a call without a reply");
  } catch (error) {
    for (const one of open) one.reject(error);
  }
}

const NEW_LINE = 0x0a;

/** Cuts bytes into lines. The pool's reply limit bounds a line that never ends. */
function readLines(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest: Buffer[] = [];
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf(NEW_LINE); end !== -1; end = chunk.indexOf(NEW_LINE, from)) {
      const part = chunk.subarray(from, end);
      const line = rest.length === 0 ? part : Buffer.concat([...rest, part]);
      rest = [];
      from = end + 1;
      onLine(readReplyText(line));
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  };
}
