import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../router/telemetry/logger.ts";
import { importHousingFund, ImportRefusal } from "../subgraphs/index.ts";
import { lookEvery } from "../subgraphs/shared/look-every.ts";

const LOOK_EVERY_MS = 30_000;
/** After a failure of ours, such as a database that is away: twice as long each time, up to the usual wait. */
const RETRY_AFTER_MS = 1_000;
/** A file that still grows was changed a moment ago. */
const QUIET_MS = 5_000;

export interface DropWatch {
  close(): Promise<void>;
}

/** How a file of the folder ended: `failed` ones are tried again. */
export type FileOutcome = "loaded" | "refused" | "failed";

/**
 * Loads the newest file of the folder each time there is a newer one. Looks at the folder now and then: notices of
 * change do not come from network drives. A file is tried until it is loaded or refused; one that was refused is not
 * tried again until it changes.
 */
export function watchHousingFundDrop(
  folder: string,
  url: string,
  logger: Log,
  quietMs = QUIET_MS,
  onFile: (outcome: FileOutcome) => void = () => undefined,
): DropWatch {
  const stopping = new AbortController();
  let done = "";
  let failures = 0;

  const look = async (): Promise<void> => {
    const file = await newestFile(folder, quietMs);
    if (file === null || file.version === done) return;
    const outcome = await tryFile(file.path, url, logger, stopping.signal);
    if (stopping.signal.aborted) return;
    onFile(outcome);
    failures = outcome === "failed" ? failures + 1 : 0;
    if (outcome !== "failed") done = file.version;
  };
  const waitMs = () => (failures === 0 ? LOOK_EVERY_MS : Math.min(LOOK_EVERY_MS, RETRY_AFTER_MS * 2 ** (failures - 1)));
  const looking = lookEvery(waitMs, look, {
    isFirstAtOnce: true,
    onFault: (error) => logger.error({ department: "housing-fund", error }, "the folder of files cannot be read"),
  });
  return {
    async close() {
      stopping.abort();
      await looking.close();
    },
  };
}

async function tryFile(path: string, url: string, logger: Log, signal: AbortSignal): Promise<FileOutcome> {
  try {
    const report = await importHousingFund({ url, path, signal });
    const told = { department: "housing-fund", ...report };
    if (report.refused === 0) logger.info(told, "file loaded");
    else logger.warn(told, "file loaded, but some of its lines could not be read");
    return "loaded";
  } catch (error) {
    if (signal.aborted) return "failed";
    // Its own sentences hold nothing but days and sizes; of other errors the log keeps the kind alone.
    const isRefused = error instanceof ImportRefusal;
    if (isRefused) logger.warn({ department: "housing-fund", reason: error.message }, "file not loaded");
    else logger.error({ department: "housing-fund", error }, "file not loaded; it is tried again");
    return isRefused ? "refused" : "failed";
  }
}

async function newestFile(folder: string, quietMs: number): Promise<{ path: string; version: string } | null> {
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith(".csv"));
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { mtimeMs, ctimeMs, size } = await stat(path);
      // Its rights may be what kept it from being read: they change the second of the times.
      return { path, mtimeMs, version: `${path} ${mtimeMs} ${ctimeMs} ${size}` };
    }),
  );
  const quiet = files.filter(({ mtimeMs }) => mtimeMs <= Date.now() - quietMs);
  return quiet.sort((one, other) => other.mtimeMs - one.mtimeMs)[0] ?? null;
}
