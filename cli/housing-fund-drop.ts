import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../router/logger.ts";
import { importHousingFund, ImportRefusal } from "../subgraphs/index.ts";

const LOOK_EVERY_MS = 30_000;
/** A file that still grows was changed a moment ago. */
const QUIET_MS = 5_000;

export interface DropWatch {
  close(): Promise<void>;
}

/**
 * Loads the newest file of the folder each time there is a newer one. Looks at the folder now and then: notices of
 * change do not come from network drives. A file that was refused is not tried again until it changes.
 */
export function watchHousingFundDrop(folder: string, url: string, logger: Log, quietMs = QUIET_MS): DropWatch {
  const stopping = new AbortController();
  let tried = "";
  let underWay: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    const file = await newestFile(folder, quietMs);
    if (file === null || file.version === tried) return;
    tried = file.version;
    try {
      const report = await importHousingFund({ url, path: file.path, signal: stopping.signal });
      logger.info({ department: "housing-fund", ...report }, "file loaded");
    } catch (error) {
      if (stopping.signal.aborted) return;
      // Its own sentences hold nothing but days and sizes; of other errors the log keeps the kind alone.
      if (error instanceof ImportRefusal) {
        logger.warn({ department: "housing-fund", reason: error.message }, "file not loaded");
      } else logger.error({ department: "housing-fund", error }, "file not loaded");
    }
  };
  const lookInTurn = () => {
    underWay = underWay.then(look).catch((error: unknown) => {
      logger.error({ department: "housing-fund", error }, "the folder of files cannot be read");
    });
  };
  lookInTurn();
  const timer = setInterval(lookInTurn, LOOK_EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      stopping.abort();
      await underWay;
    },
  };
}

async function newestFile(folder: string, quietMs: number): Promise<{ path: string; version: string } | null> {
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith(".csv"));
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const { mtimeMs, size } = await stat(path);
      return { path, mtimeMs, version: `${path} ${mtimeMs} ${size}` };
    }),
  );
  const quiet = files.filter(({ mtimeMs }) => mtimeMs <= Date.now() - quietMs);
  return quiet.sort((one, other) => other.mtimeMs - one.mtimeMs)[0] ?? null;
}
