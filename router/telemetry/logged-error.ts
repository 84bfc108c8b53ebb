import { fileURLToPath } from "node:url";

/** What of an error may be written down: what kind it is and where it came from, never what it says. */
export interface LoggedError {
  readonly type: string;
  readonly code?: string;
  /** Our own words; only errors made for the log have them. */
  readonly reason?: string;
  /** `file:line:column` in our own files, innermost first. */
  readonly frames?: readonly string[];
  readonly cause?: LoggedError;
}

/** An error whose message is our own, holds no value of anybody's, and so may be logged. */
export class LoggableError extends Error {}

const MOST_CAUSES = 3;
const MOST_FRAMES = 8;

/**
 * Reduces an error to what holds no value. The database driver puts rows and parameters into messages and further
 * properties, JSON.parse quotes what it was given, and a name or code can be set to anything: none of it is believed.
 */
export function toLoggedError(error: unknown, causes = MOST_CAUSES): LoggedError {
  if (!(error instanceof Error)) return { type: error === null ? "null" : typeof error };
  const { code } = error as { code?: unknown };
  const frames = ownFrames(error);
  const cause = causeOf(error);
  // Most classes of errors do not set the name they inherit; a bundler writes some of packages with a line before.
  const name = error.name === "Error" ? error.constructor.name.replace(/^_/, "") : error.name;
  return {
    type: TYPE.test(name) ? name : "Error",
    ...(typeof code === "string" && CODE.test(code) ? { code } : {}),
    ...(error instanceof LoggableError ? { reason: error.message } : {}),
    ...(frames.length === 0 ? {} : { frames }),
    ...(cause === undefined || causes === 0 ? {} : { cause: toLoggedError(cause, causes - 1) }),
  };
}

const TYPE = /^[A-Z][A-Za-z]{2,48}$/;
// SQLSTATE (`57014`), and the words of Node and of our own errors (`ECONNREFUSED`).
const CODE = /^(?:[0-9A-Z]{5}|(?!.*\d{3})[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)$/;

function causeOf(error: Error): unknown {
  // A GraphQL error stands for what a resolver threw.
  return error.cause ?? (error as { originalError?: unknown }).originalError ?? undefined;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OWN_FILE = /^(?:router|subgraphs|schema|hub|seed|cli|migrations)\/[a-z./-]+\.ts:\d{1,5}:\d{1,5}$/;

/** The message stands before the frames, over as many lines as it likes: a frame is believed only if it names a file of ours. */
function ownFrames(error: Error): string[] {
  const stack = typeof error.stack === "string" ? error.stack : "";
  return stack
    .replace(error.message, "")
    .split("\n")
    .flatMap((line) => {
      const place = /^ {4}at (?:.* \()?(?:file:\/\/)?([^()]+)\)?$/.exec(line)?.[1];
      if (place?.startsWith(ROOT) !== true) return [];
      const own = place.slice(ROOT.length);
      return OWN_FILE.test(own) ? [own] : [];
    })
    .slice(0, MOST_FRAMES);
}
