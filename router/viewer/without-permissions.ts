import type { TokenReader } from "./token.ts";
import { viewerWithoutRights } from "./viewer-without-rights.ts";

class Everything extends Set<string> {
  override has(): boolean {
    return true;
  }
}

const anybody = viewerWithoutRights("anybody");

/** Takes every caller for somebody who may read everything. Only `--dangerously-serve-without-permissions` uses it. */
export const allPermittedReader: TokenReader = {
  read: async () => ({ ...anybody, grants: new Everything(), fieldKey: "everything" }),
};
