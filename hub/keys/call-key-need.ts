import { readFile } from "node:fs/promises";
import type { Config } from "../config/config.ts";
import type { WatchedNeed } from "../../router/http/readiness.ts";
import { type Keys, keysFile, parseKeys } from "./stored-keys.ts";

/**
 * The key for calls that this process was started with, as long as the installation still accepts it: once it has been
 * retired, routers sign with another, and nothing they send is taken here until this process is started again.
 */
export function callKeyNeed({ callKey, dataFolder }: Pick<Config, "callKey" | "dataFolder">, own: Keys): WatchedNeed {
  let isAccepted = true;
  return {
    need: "call-key",
    isMet: () => isAccepted,
    async look() {
      // From a setting it stays what it is until the process ends.
      if (callKey !== null) return;
      const stored = await readFile(keysFile(dataFolder), "utf8")
        .then(parseKeys)
        .catch(() => null);
      // What can't be read tells nothing, and the key in use is in memory.
      if (stored !== null) isAccepted = [stored.callKey, stored.previousCallKey].includes(own.callKey);
    },
  };
}
