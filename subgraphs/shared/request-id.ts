const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;
// A careless client sends what it has at hand: an identity number or a telephone number.
const PERSONAL_NUMBER = /(?<![A-Za-z0-9])(?:\d{17}[\dXx]|\d{15}|0?1\d{10}|0\d{9,11})(?![A-Za-z0-9])/;

/** A caller's own `x-request-id`, when it is a plain one that names nobody: it ends in logs and records. */
export function readRequestId(given: string | readonly string[] | undefined): string | undefined {
  if (typeof given !== "string" || !REQUEST_ID.test(given) || PERSONAL_NUMBER.test(given)) return undefined;
  return given;
}
