import { buildSchema, type GraphQLSchema } from "graphql";
import { OperatorError } from "../../../hub/operator-error.ts";
import { OPERATIONS } from "../../../hub/published-operations.ts";
import { hashOf } from "../../../router/http/published-operations.ts";
import { defaultLimits, excess } from "../../../router/operation/limits.ts";
import { readOperation } from "../../../router/operation/read-operation.ts";
import { RequestError } from "../../../router/operation/request-error.ts";
import { fileNameOf, type OperationFile } from "./operation-files.ts";

/**
 * The manifest of published operations: each document by its SHA-256. Every file holds one operation that the API
 * schema and the limits allow, and is named like it; all faults are thrown at once.
 */
export function composeManifest(files: readonly OperationFile[], api: string): string {
  const schema = buildSchema(api);
  const faults = files.flatMap((file) => faultsOf(file, schema).map((fault) => `${OPERATIONS}${file.name}: ${fault}`));
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
