import type { DocumentNode } from "graphql";
import { departmentNames } from "../subgraphs/index.ts";
import { readContract } from "../subgraphs/shared/read-contract.ts";
import { rootUrl } from "./installed-files.ts";

/** What every department offers: enough to compose them, and read without loading any. */
export function readContracts(): { name: string; typeDefs: DocumentNode }[] {
  return departmentNames.map((name) => {
    return { name, typeDefs: readContract(name, rootUrl(`subgraphs/${name}/schema.graphql`)).typeDefs };
  });
}
