import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createPublishedOperations,
  readManifest,
  type PublishedOperations,
} from "../router/http/published-operations.ts";
import type { Config } from "./config/config.ts";
import { rootUrl } from "./installed-files.ts";
import { OperatorError } from "./operator-error.ts";

/** Where published operations lie, a file each. */
export const OPERATIONS = "schema/operations/";
export const FRAGMENTS = `${OPERATIONS}fragments/`;
export const MANIFEST = `${OPERATIONS}manifest.json`;

/** The published operations of the hub's own schema. */
export function openPublishedOperations(config: Config): PublishedOperations {
  return publishedOperationsIn(fileURLToPath(rootUrl(MANIFEST)), config);
}

/** Those of a supergraph from elsewhere: `operations/manifest.json` beside it. */
export function openPublishedOperationsBeside(supergraph: string, config: Config): PublishedOperations {
  return publishedOperationsIn(join(dirname(supergraph), "operations", "manifest.json"), config);
}

function publishedOperationsIn(path: string, config: Config): PublishedOperations {
  if (existsSync(path)) return createPublishedOperations(readManifestFile(path), config.publication);
  if (config.publication === "any") return createPublishedOperations(new Map(), "any");
  throw new OperatorError(
    `Only published operations are to be answered, and ${path} is missing: publish some, or set ONEDOOR_TRUSTED_DOCUMENTS=any.`,
  );
}

function readManifestFile(path: string) {
  try {
    return readManifest(readFileSync(path, "utf8"));
  } catch (error) {
    throw new OperatorError(`${path} can't be used: run npm run generate.`, { cause: error });
  }
}
