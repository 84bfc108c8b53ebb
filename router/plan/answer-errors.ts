import { type ErrorCode, messageOf } from "../../subgraphs/shared/errors.ts";
import { WORDED_CODES } from "../../subgraphs/shared/own-words.ts";
import type { SubgraphError } from "../../subgraphs/shared/subgraph-call.ts";
import { clientKeyOf } from "../departments/data-keys.ts";

/** An error on its way into the answer. */
export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: ErrorCode; readonly [name: string]: unknown };
}

/** An error as the client sees it: its code if it is one of ours, and never a department's inner words. */
export function answerError(error: SubgraphError, path: readonly (string | number)[]): AnswerError {
  const code = codeOf(error);
  const message = WORDED_CODES.has(code) ? error.message : messageOf[code];
  const clientPath = toClient(path);
  return path.length === 0 ? { message, extensions: { code } } : { message, path: clientPath, extensions: { code } };
}

export function unavailable(path: readonly (string | number)[]): AnswerError {
  const clientPath = toClient(path);
  return { message: messageOf.SUBGRAPH_UNAVAILABLE, path: clientPath, extensions: { code: "SUBGRAPH_UNAVAILABLE" } };
}

function codeOf(error: SubgraphError): ErrorCode {
  const code = error.extensions?.["code"];
  if (typeof code === "string" && Object.hasOwn(messageOf, code)) return code as ErrorCode;
  // In this process the original error is still at hand.
  const original = (error as { originalError?: { code?: unknown } }).originalError?.code;
  if (typeof original === "string" && Object.hasOwn(messageOf, original)) return original as ErrorCode;
  return "SUBGRAPH_UNAVAILABLE";
}

function toClient(path: readonly (string | number)[]): (string | number)[] {
  return path.map((part) => (typeof part === "string" ? clientKeyOf(part) : part));
}
