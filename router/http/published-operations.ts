import { createHash } from "node:crypto";
import { z } from "zod";
import { BadRequest, type ParsedRequest } from "./graphql-request.ts";

/** Published operations: the SHA-256 of each document, and its text. */
export type Manifest = ReadonlyMap<string, string>;

/** `only`: nothing but published operations is answered. `any`: those, and what clients write themselves. */
export type Publication = "only" | "any";

export interface PublishedOperations {
  /** The document a request asks to run. Throws BadRequest and UnknownPersistedQuery. */
  textOf(request: Pick<ParsedRequest, "query" | "hash" | "isPersistedQuery">): string;
  isPublished(text: string): boolean;
  /** The texts of all published operations. */
  readonly published: ReadonlySet<string>;
}

/**
 * A hash in `extensions.persistedQuery` that is not known. Message and code are those of the protocol of persisted
 * queries: its clients read them, and go on by sending the document.
 */
export class UnknownPersistedQuery extends Error {
  readonly extensions: { readonly code: string };

  /** `isServed`: there are documents that are known by their hash. */
  constructor(isServed: boolean) {
    super(isServed ? "PersistedQueryNotFound" : "PersistedQueryNotSupported");
    this.extensions = { code: isServed ? "PERSISTED_QUERY_NOT_FOUND" : "PERSISTED_QUERY_NOT_SUPPORTED" };
  }
}

export function createPublishedOperations(manifest: Manifest, publication: Publication): PublishedOperations {
  const texts = new Set(manifest.values());
  return {
    textOf({ query, hash, isPersistedQuery }) {
      const text = query ?? manifest.get(hash ?? "");
      if (text === undefined && isPersistedQuery) throw new UnknownPersistedQuery(manifest.size > 0);
      if (text === undefined) throw new BadRequest(unknownWords[publication]);
      // A client that sends both says that they belong together; a proxy may have gone by the hash.
      if (query !== null && hash !== null && hashOf(query) !== hash) {
        throw new BadRequest("The hash is not that of query: send one of the two.");
      }
      if (publication === "only" && !texts.has(text)) throw new BadRequest(UNPUBLISHED);
      return text;
    },
    isPublished: (text) => texts.has(text),
    published: texts,
  };
}

const unknownWords: Readonly<Record<Publication, string>> = {
  only: "No published operation has this hash: update the client, or have its operations published.",
  any: "No published operation has this hash: send the document itself as query.",
};
const UNPUBLISHED = "Only published operations are answered here: send documentId instead of query.";

/** The hash by which a document is published: of its text, byte for byte, as in the access record. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const manifestSchema = z.record(z.string(), z.string());

/** Reads a manifest file; throws when a hash in it is not that of its document. */
export function readManifest(json: string): Manifest {
  const manifest = new Map(Object.entries(manifestSchema.parse(JSON.parse(json))));
  for (const [hash, text] of manifest) {
    if (hashOf(text) !== hash) throw new Error(`The manifest of published operations is damaged at ${hash}.`);
  }
  return manifest;
}
