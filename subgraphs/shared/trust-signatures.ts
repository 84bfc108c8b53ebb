import { CALLS_HEADER, callKeyOf, createCallVerifier, VIEWER_HEADER } from "./signed-call.ts";
import { proveWords } from "./own-words.ts";
import type { Trust } from "./serve-alone.ts";

/** Only the router may call a department, and it vouches for the viewers; with the key before, too, while one is given. */
export function trustSignatures(masterKey: string, department: string, previousMasterKey?: string): Trust {
  const previousKey = previousMasterKey === undefined ? undefined : callKeyOf(previousMasterKey, department);
  const key = callKeyOf(masterKey, department);
  const verifier = createCallVerifier(key, department, previousKey);
  return {
    proveWords: (code, message) => proveWords(key, code, message),
    viewerOf: ({ headers }, body) => verifier.viewerOf(only(headers[VIEWER_HEADER]), body),
    callsOf({ headers }, body) {
      const header = only(headers[CALLS_HEADER]);
      return header === undefined ? null : verifier.callsOf(header, body);
    },
  };
}

function only(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : undefined;
}
