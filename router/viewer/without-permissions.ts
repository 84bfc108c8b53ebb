import { createViewer } from "../../subgraphs/shared/viewer.ts";
import type { TokenReader } from "./token.ts";

class Everything extends Set<string> {
  override has(): boolean {
    return true;
  }
}

const anybody = createViewer({
  id: "anybody",
  roles: [],
  areas: [],
  department: null,
  residentId: null,
  scopes: new Set(),
  purpose: null,
  rolesHash: "",
  expiresAt: Infinity,
});

/** Takes every caller for somebody who may read everything. Only `--dangerously-serve-without-permissions` uses it. */
export const allPermittedReader: TokenReader = {
  read: async () => ({ ...anybody, grants: new Everything(), fieldKey: "everything" }),
};
