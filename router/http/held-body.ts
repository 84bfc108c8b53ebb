import type { IncomingMessage } from "node:http";
import { readBody } from "../../subgraphs/shared/read-body.ts";
import type { Holder, Holds } from "./holds.ts";

interface HeldBody {
  readonly bodies: Holds;
  readonly holder: Holder;
  readonly limitBytes: number;
  readonly withinMs: number;
}

/**
 * Reads a body, and counts it with its sender's while it has to be waited for. One that came with its headers is never
 * counted: others who hold as many as they may do not keep it out.
 */
export function readHeldBody(
  request: IncomingMessage,
  { bodies, holder, limitBytes, withinMs }: HeldBody,
): Promise<string> {
  let isOver = false;
  let letGo: () => void = () => undefined;
  const reading = new Promise<string>((resolve, reject) => {
    readBody(request, limitBytes, withinMs).then(resolve, reject);
    // What arrived together has been read by then.
    setImmediate(() => {
      if (isOver || request.complete) return;
      try {
        letGo = bodies.take(holder);
      } catch (error) {
        reject(error instanceof Error ? error : new Error("the body was not counted"));
      }
    });
  });
  return reading.finally(() => {
    isOver = true;
    letGo();
  });
}
