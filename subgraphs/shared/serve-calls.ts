import type { ServerResponse } from "node:http";
import { GraphQLError } from "graphql";
import { messageOf } from "./errors.ts";
import { type OnFault, reportFaults } from "./faults.ts";
import { formatError, type ProveWords } from "./format-error.ts";
import type { RunningSubgraph } from "./run-subgraph.ts";
import type { VouchedCall } from "./signed-call.ts";

/** The form of an answer to several calls: a line of JSON for each, `[position, reply]`, as soon as it is ready. */
const REPLY_LINES = "application/x-ndjson";

interface CallsSide {
  readonly onFault: OnFault;
  readonly proveWords?: ProveWords | undefined;
}

/**
 * Answers the calls that a router sends together. Each has its own viewer and its own loaders, and fails alone; replies
 * that are ready in one turn of the event loop leave in one write, and none waits for a slower one.
 */
export async function serveCalls(
  running: RunningSubgraph,
  calls: readonly VouchedCall[],
  response: ServerResponse,
  side: CallsSide,
): Promise<void> {
  let lines = "";
  let left = calls.length;
  let isWriting = false;
  response.setHeader("content-type", REPLY_LINES);
  const write = (): void => {
    isWriting = false;
    if (response.destroyed) return;
    const ready = lines;
    lines = "";
    if (left === 0) response.end(ready);
    else response.write(ready);
  };
  const answerOne = async (call: VouchedCall, at: number): Promise<void> => {
    const reply = await replyTo(running, call, side);
    left -= 1;
    lines += `[${at},${reply}]\n`;
    if (isWriting) return;
    isWriting = true;
    setImmediate(write);
  };
  if (left === 0) response.end();
  await Promise.all(calls.map(answerOne));
}

async function replyTo(
  running: RunningSubgraph,
  call: VouchedCall,
  { onFault, proveWords }: CallsSide,
): Promise<string> {
  const { name } = running;
  try {
    const { data, errors = [] } = await running.execute({ ...call, requestKey: call });
    if (errors.length === 0) return JSON.stringify({ data });
    const told = errors.map((error) =>
      error instanceof GraphQLError ? formatError(error.toJSON(), error, proveWords) : error,
    );
    return JSON.stringify({ data, errors: told });
  } catch (error) {
    reportFaults([error], { department: name, requestId: call.requestId }, onFault);
    const extensions = { code: "SUBGRAPH_UNAVAILABLE" };
    return JSON.stringify({ data: null, errors: [{ message: messageOf.SUBGRAPH_UNAVAILABLE, extensions }] });
  }
}
