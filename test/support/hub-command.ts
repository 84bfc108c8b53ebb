import { vi } from "vitest";
import { runCommandLine } from "../../cli/command-line.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one `hub` command line in this process, and gives what it wrote. */
export async function hub(...argv: string[]): Promise<Ran> {
  const written = { out: "", err: "" };
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => Boolean((written.out += String(text))));
  const err = vi.spyOn(process.stderr, "write").mockImplementation((text) => Boolean((written.err += String(text))));
  try {
    const code = await runCommandLine(argv);
    return { code, ...written };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}
