import type { Installation } from "../hub/installation.ts";
import { seed, type SeedOptions, type SeedReport } from "../seed/seed.ts";
import { listenForInterrupt } from "./terminal/interrupt.ts";
import { showProgress } from "./terminal/progress.ts";

/** Seeds an installation's databases, with a progress bar on a terminal; Ctrl-C stops it. */
export async function seedInstallation(
  installation: Pick<Installation, "adminUrlOf">,
  options: Pick<SeedOptions, "extent" | "residents" | "seed" | "today" | "truthFile">,
): Promise<SeedReport> {
  const progress = showProgress("residents", options.residents);
  const { signal, release } = listenForInterrupt();
  try {
    return await seed({ ...options, urlOf: installation.adminUrlOf, onProgress: progress.update, signal });
  } finally {
    release();
    progress.stop();
  }
}
