import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadSealKey, newKey } from "../../hub/sealing/seal-keys.ts";
import { openSealer, type Sealer, type SealerOptions } from "../../hub/sealing/sealer.ts";

/** Runs work with a sealer that seals when it is told to, and takes its anchor away again. */
export async function withSealer<Result>(
  urlFor: (department: string) => string,
  work: (sealer: Sealer, anchorFile: string) => Promise<Result>,
  options: Partial<SealerOptions> = {},
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "onedoor-anchor-"));
  const anchorFile = options.anchorFile ?? join(folder, "anchor.jsonl");
  const key = await loadSealKey(folder, newKey());
  const sealer = openSealer({ url: urlFor("audit-sealer"), key, everyMs: 60_000, ...options, anchorFile });
  try {
    return await work(sealer, anchorFile);
  } finally {
    await sealer.close();
    await rm(folder, { recursive: true, force: true });
  }
}
