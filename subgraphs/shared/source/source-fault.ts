/** What can be wrong with a source. The words go into the log, so they hold nothing of what the source said. */
export type SourceFaultCode =
  | "SOURCE_UNREACHABLE"
  | "SOURCE_TOO_SLOW"
  | "SOURCE_REFUSED"
  | "SOURCE_ANSWER_TOO_LARGE"
  | "SOURCE_ANSWER_MALFORMED"
  | "SOURCE_ANSWER_INCOMPLETE";

/** A source that gave no usable answer: what was kept of it stands in, with its date. */
export class SourceFault extends Error {
  readonly code: SourceFaultCode;

  constructor(code: SourceFaultCode, options?: ErrorOptions) {
    super(code, options);
    this.name = "SourceFault";
    this.code = code;
  }
}
