import { readFile, stat } from "node:fs/promises";
import { lookEvery } from "../subgraphs/shared/look-every.ts";

const LOOK_EVERY_MS = 1_000;

/**
 * Hands a file's text over whenever the file has changed, and on SIGHUP. It looks once a second: file events get
 * lost on network drives and in containers, and a supergraph changes a few times a day.
 */
export function reloadOnChange(
  file: string | URL,
  reload: (text: string) => Promise<boolean>,
): { close: () => Promise<void> } {
  let known: string | null = null;
  let isForced = false;
  const again = (error: unknown): never => {
    isForced = true;
    throw error;
  };
  const look = async (): Promise<void> => {
    const { mtimeMs, size } = await stat(file);
    const mark = `${mtimeMs} ${size}`;
    const hasChanged = known !== null && known !== mark;
    if (hasChanged || isForced) {
      isForced = false;
      await reload(await readFile(file, "utf8").catch(again));
    }
    known = mark;
  };
  // A file that is away for a moment is being replaced: the last good one stays in use.
  const looking = lookEvery(LOOK_EVERY_MS, look, { isFirstAtOnce: true });
  // While a look is under way, or the file is away, the next one does it: a signal is never lost.
  const force = (): void => {
    isForced = true;
    looking.now();
  };
  process.on("SIGHUP", force);
  return {
    close: async () => {
      process.off("SIGHUP", force);
      await looking.close();
    },
  };
}
