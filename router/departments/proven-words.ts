import { type ErrorCode, messageOf } from "../../subgraphs/shared/errors.ts";
import { areProven, WORDED_CODES, WORDS_PROOF } from "../../subgraphs/shared/own-words.ts";
import type { SubgraphError, SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";

/** The reply of a department elsewhere with its own sentences where it vouches for them, and with ours in all other places. */
export function withProvenWords(reply: SubgraphReply, callKey: string | null): SubgraphReply {
  if (reply.errors === undefined) return reply;
  return { ...reply, errors: reply.errors.map((error) => withProven(error, callKey)) };
}

function withProven(error: SubgraphError, callKey: string | null): SubgraphError {
  const code = error.extensions?.["code"] as ErrorCode;
  if (!WORDED_CODES.has(code)) return error;
  const isProven = callKey !== null && areProven(callKey, code, error.message, error.extensions?.[WORDS_PROOF]);
  return isProven ? error : { ...error, message: messageOf[code] };
}
