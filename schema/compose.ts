import { composeServices } from "@theguild/federation-composition";
import type { DocumentNode } from "graphql";
import { consumerSdl } from "./consumer-schema.ts";

export interface Composition {
  /** What the router runs. */
  readonly supergraph: string;
  /** What clients see: no federation, no permissions. */
  readonly api: string;
}

/** Composes the departments; throws one error that names every conflict between them. */
export function compose(departments: readonly { name: string; typeDefs: DocumentNode }[]): Composition {
  const result = composeServices(
    departments.map(({ name, typeDefs }) => ({ name, typeDefs, url: `http://${name}.invalid/graphql` })),
  );
  if (result.errors !== undefined) {
    throw new Error(
      `The departments do not compose:\n${result.errors.map((error) => `- ${error.message}`).join("\n")}`,
    );
  }
  return { supergraph: result.supergraphSdl, api: consumerSdl(result.supergraphSdl) };
}
