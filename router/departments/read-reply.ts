import type { SubgraphError, SubgraphReply } from "../../subgraphs/shared/subgraph-call.ts";
import { LoggableError } from "../telemetry/logged-error.ts";
import { type Asked, askedBy, askedPath, keepAsked } from "./asked-fields.ts";
import { isFields } from "./fields.ts";

/** Parses what a department sent. */
export function parseReply(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats a piece of the text, which may be personal and would end in the log.
    throw new LoggableError(`not an answer in JSON (status ${status})`);
  }
}

/** Takes nothing of a reply on trust: its form is checked, and only what was asked for is kept. */
export function readReply(reply: unknown, operation: string): SubgraphReply {
  if (!isFields(reply) || !("data" in reply || "errors" in reply)) throw new LoggableError("not an answer in GraphQL");
  const { data, errors = [] } = reply;
  if (!Array.isArray(errors)) throw new LoggableError("errors is not a list");
  const asked = askedBy(operation);
  if (isFields(data)) keepAsked(data, asked);
  const read: SubgraphReply = { data: isFields(data) ? data : null };
  return errors.length === 0 ? read : { ...read, errors: errors.map((error) => readError(error, asked)) };
}

function readError(error: unknown, asked: Asked): SubgraphError {
  const { message, path, extensions } = isFields(error) ? error : {};
  const kept = Array.isArray(path) ? askedPath(path, asked) : [];
  return {
    message: typeof message === "string" ? message : "",
    path: kept.length === 0 ? undefined : kept,
    extensions: isFields(extensions) ? extensions : undefined,
  };
}
