import { closeSync, openSync, rmSync, writeSync } from "node:fs";

interface RefusedLine {
  readonly line: number;
  readonly reason: string;
}

/** A CSV file of the lines that were kept out. It holds numbers and reasons, and none of the lines themselves. */
export function openRefusedLines(path: string): {
  readonly path: string;
  readonly add: (lines: readonly RefusedLine[]) => void;
  close(): void;
} {
  // One of an earlier run is about that run; without a line kept out now, there is to be none.
  rmSync(path, { force: true });
  let file: number | null = null;
  return {
    path,
    add(lines) {
      if (file === null) {
        file = openSync(path, "wx", 0o600);
        writeSync(file, "line,reason\n");
      }
      writeSync(file, lines.map(({ line, reason }) => `${line},"${reason.replaceAll('"', '""')}"\n`).join(""));
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}
