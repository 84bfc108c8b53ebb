import pino, { type DestinationStream, type Logger } from "pino";
import { toLoggedError } from "./logged-error.ts";

/** What the hub logs with. Not a child: its own fields would not pass `withoutValues`. */
export type Log = Pick<Logger, "fatal" | "error" | "warn" | "info" | "debug" | "isLevelEnabled">;

/** The log: JSON lines on stderr, that say what happened and never about whom, whichever part writes them. */
export function createLogger(level: string, destination: DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: withoutValues,
      },
      hooks: {
        logMethod(args, method) {
          const [first, message] = args as [unknown, unknown];
          // Pino would make the message of an error handed over alone the text of the line, and fill in further arguments.
          if (first instanceof Error) method.apply(this, [{ error: first }, textOf(message)]);
          else if (typeof first === "string") method.apply(this, [{}, first]);
          else method.apply(this, [first as object, textOf(message)]);
        },
      },
    },
    destination,
  );
}

function textOf(message: unknown): string {
  return typeof message === "string" ? message : "";
}

/** Names under which values of people and callers travel, in any spelling, at any depth. */
const REDACTED = new Set(
  [
    ["authorization", "cookie", "setCookie", "token", "password", "secret", "xPurpose", "purpose", "xOnedoorViewer"],
    ["variables", "query", "document", "body", "parameters", "args", "detail", "where", "hint", "message", "stack"],
    ["idNumber", "phone", "telephone", "name", "address", "birthOn", "residentId", "viewerId", "accountId", "sub"],
  ]
    .flat()
    .map(spelling),
);

const MOST_DEPTH = 6;

/**
 * A copy of what is logged, without the values of redacted names and with errors reduced. Pino's own `redact` takes
 * paths of a fixed depth in one spelling, which is one nesting or one capital letter away from a leak.
 */
function withoutValues(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, cleaned(key, value, 1)]));
}

function cleaned(key: string, value: unknown, depth: number): unknown {
  if (REDACTED.has(spelling(key))) return "[redacted]";
  if (value instanceof Error) return toLoggedError(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MOST_DEPTH) return "[deep]";
  if (Array.isArray(value)) return value.map((item) => cleaned("", item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, cleaned(inner, one, depth + 1)]));
}

function spelling(key: string): string {
  return key.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}
