/** The closed list of codes a client can meet (design, section 6). */
export type ErrorCode =
  | "UNAUTHENTICATED"
  | "UNAUTHORIZED_FIELD_OR_TYPE"
  | "PURPOSE_REQUIRED"
  | "BAD_USER_INPUT"
  | "CONFLICT"
  | "RATE_LIMITED"
  | "SUBGRAPH_UNAVAILABLE"
  | "SUPPRESSED"
  | "OPERATION_TOO_EXPENSIVE"
  | "INTERNAL";

/** What every layer says of a code when it has nothing more exact to say. Never names a scope. */
export const messageOf: Record<ErrorCode, string> = {
  UNAUTHENTICATED: "Sign in: a valid bearer token is needed.",
  UNAUTHORIZED_FIELD_OR_TYPE: "Your role does not permit this field.",
  PURPOSE_REQUIRED:
    "Personal fields need a purpose your role may give: send x-purpose as case:<case number>, item:<item code>, duty:<10-200 characters> or emergency:<confirmed request>.",
  BAD_USER_INPUT: "The request holds a value that is not valid.",
  CONFLICT: "The data has changed since it was read.",
  RATE_LIMITED: "Too many requests: wait a little and try again.",
  SUBGRAPH_UNAVAILABLE: "The department's system is not available; its fields are missing.",
  SUPPRESSED: "Too few people to show without naming them.",
  OPERATION_TOO_EXPENSIVE: "The operation asks for more than one request may.",
  INTERNAL: "The hub could not answer. Give the request id to the operator.",
};

/** An error whose message may leave the hub as it is: it holds no value, SQL, host or scope. */
export class HubError extends Error {
  readonly code: ErrorCode;
  /** GraphQL servers copy this into the answer. */
  readonly extensions: { code: ErrorCode };

  constructor(code: ErrorCode, message: string = messageOf[code]) {
    super(message);
    this.name = "HubError";
    this.code = code;
    this.extensions = { code };
  }
}
