import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSchema, type GraphQLSchema } from "graphql";
import type { Config } from "./config/config.ts";
import { defaultLimits, excess } from "../router/operation/limits.ts";
import { readOperation, RequestError } from "../router/operation/read-operation.ts";
import {
  createTrustedDocuments,
  hashOf,
  readManifest,
  type TrustedDocuments,
} from "../router/http/published-operations.ts";
import { OperatorError } from "./operator-error.ts";
import { rootUrl } from "./installed-files.ts";

/** One file of schema/operations/. */
export interface OperationFile {
  readonly name: string;
  readonly text: string;
}

const FOLDER = "schema/operations/";
export const MANIFEST = `${FOLDER}manifest.json`;

export function readOperationFiles(): OperationFile[] {
  const folder = fileURLToPath(rootUrl(FOLDER));
  const names = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
  return names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}

/**
 * The manifest of published operations: each document by its SHA-256. Every file holds one operation that the API
 * schema and the limits allow, and is named like it; all faults are thrown at once.
 */
export function composeManifest(files: readonly OperationFile[], api: string): string {
  const schema = buildSchema(api);
  const faults = files.flatMap((file) => faultsOf(file, schema).map((fault) => `${FOLDER}${file.name}: ${fault}`));
  if (faults.length > 0) throw new OperatorError(`The operations can't be published:\n${faults.join("\n")}`);
  const manifest = Object.fromEntries(files.map(({ text }) => [hashOf(text), text]));
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function faultsOf({ name, text }: OperationFile, schema: GraphQLSchema): string[] {
  try {
    const operation = readOperation(schema, text, null, defaultLimits);
    // Nobody knows yet how large a page its callers will ask for.
    const tooExpensive = excess(defaultLimits, "cost", Math.ceil(operation.cost.worst));
    const faults = tooExpensive === null ? [] : [tooExpensive.message];
    if (operation.name === null) faults.push("name the operation.");
    else if (fileNameOf(operation.name) !== name) faults.push(`rename the file to ${fileNameOf(operation.name)}.`);
    return faults;
  } catch (error) {
    if (error instanceof RequestError) return error.errors.map(({ message }) => message);
    throw error;
  }
}

function fileNameOf(operation: string): string {
  return `${operation.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.graphql`;
}

/** The published operations of the hub's own schema. */
export function openTrustedDocuments(config: Config): TrustedDocuments {
  return trustedDocumentsIn(fileURLToPath(rootUrl(MANIFEST)), config);
}

/** Those of a supergraph from elsewhere: `operations/manifest.json` beside it. */
export function openTrustedDocumentsBeside(supergraph: string, config: Config): TrustedDocuments {
  return trustedDocumentsIn(join(dirname(supergraph), "operations", "manifest.json"), config);
}

function trustedDocumentsIn(path: string, config: Config): TrustedDocuments {
  if (existsSync(path)) return createTrustedDocuments(readManifestFile(path), config.trustedDocuments);
  if (config.trustedDocuments === "any") return createTrustedDocuments(new Map(), "any");
  throw new OperatorError(
    `Only published operations are to be answered, and ${path} is not there: publish some, or set ONEDOOR_TRUSTED_DOCUMENTS=any.`,
  );
}

function readManifestFile(path: string) {
  try {
    return readManifest(readFileSync(path, "utf8"));
  } catch (error) {
    throw new OperatorError(`${path} can't be used: run npm run generate.`, { cause: error });
  }
}
