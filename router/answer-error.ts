import { type ErrorCode, messageOf } from "../subgraphs/shared/errors.ts";
import type { SubgraphError } from "../subgraphs/shared/run-subgraph.ts";
import type { AnswerError } from "./run.ts";

// Messages a department may word itself: they speak of the client's own input. All others are ours.
const OWN_WORDS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(["BAD_USER_INPUT", "CONFLICT"]);

/** An error as the client sees it: its code if it is one of ours, and never a department's inner words. */
export function answerError(error: SubgraphError, path: readonly (string | number)[]): AnswerError {
  const code = codeOf(error);
  const message = OWN_WORDS.has(code) ? error.message : messageOf[code];
  return path.length === 0 ? { message, extensions: { code } } : { message, path, extensions: { code } };
}

export function unavailable(path: readonly (string | number)[]): AnswerError {
  return { message: messageOf.SUBGRAPH_UNAVAILABLE, path, extensions: { code: "SUBGRAPH_UNAVAILABLE" } };
}

function codeOf(error: SubgraphError): ErrorCode {
  const code = error.extensions?.["code"];
  if (typeof code === "string" && Object.hasOwn(messageOf, code)) return code as ErrorCode;
  // In this process the original error is still at hand.
  const original = (error as { originalError?: { code?: unknown } }).originalError?.code;
  if (typeof original === "string" && Object.hasOwn(messageOf, original)) return original as ErrorCode;
  return "SUBGRAPH_UNAVAILABLE";
}
