import { type ErrorCode, HubError } from "./errors.ts";

/** One entry of `errors` in a payload. */
export interface ChangeError<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
  /** The part of the input, such as `findings[2].note`; null when it is about no single part. */
  readonly field: string | null;
}

type ThrownAs = Extract<ErrorCode, "BAD_USER_INPUT" | "CONFLICT" | "RATE_LIMITED">;

/**
 * Why a change was not made, where its client has to be ready for that (docs/adr/0077). It is thrown, so that nothing of
 * the change stays and nothing after it runs; `tellFailures` makes it data where the client asks for `errors`.
 */
export class ExpectedFailure extends HubError {
  readonly errors: readonly ChangeError[];
  /** What the payload holds beside the errors. */
  readonly payload: object;
  /** True when a client that does not ask for `errors` finds null and no error: there is nothing of that name in sight. */
  readonly isSilent: boolean;

  constructor(thrownAs: ThrownAs | null, errors: readonly ChangeError[], payload: object = {}) {
    super(thrownAs ?? "BAD_USER_INPUT", errors.map(({ message }) => message).join(" "));
    this.errors = errors;
    this.payload = payload;
    this.isSilent = thrownAs === null;
  }
}

/** The same failure, with more in the payload beside its errors. */
export function withPayload({ isSilent, code, errors, payload }: ExpectedFailure, more: object): ExpectedFailure {
  return new ExpectedFailure(isSilent ? null : (code as ThrownAs), errors, { ...payload, ...more });
}

/**
 * How changes of one kind can fail: each code of the department's enum, with the code it is thrown under where the client
 * does not ask for `errors`; null where such a client finds null.
 */
export function defineFailures<Code extends string>(codes: Readonly<Record<Code, ThrownAs | null>>) {
  return (code: Code, message: string, field: string | null = null): ExpectedFailure =>
    new ExpectedFailure(codes[code], [{ code, message, field }]);
}
