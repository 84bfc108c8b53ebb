import { CALLS_HEADER, callKeyOf, createCallVerifier, VIEWER_HEADER } from "./signed-call.ts";
import { HubError } from "./errors.ts";
import { proveWords } from "./own-words.ts";
import type { Trust } from "./serve-alone.ts";
import { trustEvents } from "./trust-events.ts";

/** Only the router may call a department, and it vouches for the viewers; with the key before, too, while one is given. */
export function trustSignatures(masterKey: string, department: string, previousMasterKey?: string): Trust {
  const previousKey = previousMasterKey === undefined ? undefined : callKeyOf(previousMasterKey, department);
  const key = callKeyOf(masterKey, department);
  const verifier = createCallVerifier(key, department, previousKey);
  const masterKeys = previousMasterKey === undefined ? [masterKey] : [masterKey, previousMasterKey];
  return {
    ...trustEvents(department, masterKeys),
    proveWords: (code, message) => proveWords(key, code, message),
    viewerOf({ headers }, body) {
      const header = only(headers[VIEWER_HEADER]);
      const isOwnToken = header === undefined && headers.authorization !== undefined;
      if (isOwnToken) throw new HubError("UNAUTHENTICATED", TAKES_THE_ROUTERS_CALLS);
      return verifier.viewerOf(header, body);
    },
    callsOf({ headers }, body) {
      const header = only(headers[CALLS_HEADER]);
      return header === undefined ? null : verifier.callsOf(header, body);
    },
  };
}

// Said before the token is looked at, so that it tells nothing of it.
const TAKES_THE_ROUTERS_CALLS =
  "This department takes calls that the hub's router has signed, and no tokens. Ask the router, or serve the department with --trust token.";

function only(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : undefined;
}
