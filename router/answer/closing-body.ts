import { type ErrorCode, messageOf } from "../../subgraphs/shared/errors.ts";

/** The last body of a stream that ends with an error instead of an answer. */
export function closingBody(code: ErrorCode): string {
  return JSON.stringify({ data: null, errors: [{ message: messageOf[code], extensions: { code } }] });
}
