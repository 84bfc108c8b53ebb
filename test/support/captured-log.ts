import { createLogger, type Log } from "../../router/telemetry/logger.ts";

/** A line of the log, as a collector of logs would read it. */
export interface Line {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** The hub's own logger, writing where a test can read. */
export interface CapturedLog {
  readonly logger: Log;
  /** What has been written, as it was written. */
  text(): string;
  lines(): Line[];
  clear(): void;
}

export function captureLog(level = "debug"): CapturedLog {
  let written: string[] = [];
  return {
    logger: createLogger(level, { write: (line: string) => void written.push(line) }),
    text: () => written.join(""),
    lines: () => written.map((line) => JSON.parse(line) as Line),
    clear: () => {
      written = [];
    },
  };
}
