import { hubCommand, runToEnd } from "./child.ts";
import { CLERK } from "./flagship.ts";
import type { Home } from "./home.ts";

// Tokens live 15 minutes; one contestant's turn is far shorter than what is left.
const RENEW_AFTER_MS = 10 * 60_000;

/** Gives the clerk's token, with time left on it. */
export function createTokenSource(home: Home): () => Promise<string> {
  let token = "";
  let issuedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - issuedAt > RENEW_AFTER_MS) {
      issuedAt = performance.now();
      // Only a development hub prints tokens without a password.
      const environment = { NODE_ENV: "development" };
      token = (await runToEnd(home, { name: "hub token", words: hubCommand("token", CLERK), environment })).trim();
    }
    return token;
  };
}
