import { type Exchange, makeOperation, mapExchange } from "urql";

/** Sends the hash of an operation in place of its text: in production the hub answers published operations only. */
export function publishedOperations(): Exchange {
  return mapExchange({
    onOperation(operation) {
      const hash = hashOf(operation.query);
      if (hash === null) throw new Error("This operation is not published: run npm run generate.");
      const persistedQuery = { version: 1 as const, sha256Hash: hash };
      return {
        ...makeOperation(operation.kind, operation),
        extensions: { ...operation.extensions, persistedQuery },
      };
    },
  });
}

function hashOf(document: object): string | null {
  const { __meta__: meta } = document as { __meta__?: { hash?: unknown } };
  return typeof meta?.hash === "string" ? meta.hash : null;
}
