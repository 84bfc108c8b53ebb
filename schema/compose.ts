import { composeServices } from "@theguild/federation-composition";
import { type DocumentNode, parse, print } from "graphql";
import { consumerSchema } from "./consumer-schema.ts";
import { nameExternalFields } from "./external-fields.ts";
import { conflictsOfDefaults } from "./shared-defaults.ts";

export interface Composition {
  /** What the router runs. */
  readonly supergraph: string;
  /** What clients see: no federation, no permissions. */
  readonly api: string;
}

/** What departments say of one and the same thing and do not agree on. */
export class CompositionError extends Error {
  readonly conflicts: readonly string[];

  constructor(conflicts: readonly string[]) {
    super(`The departments do not compose:\n${conflicts.map((one) => `- ${one}`).join("\n")}`);
    this.name = "CompositionError";
    this.conflicts = conflicts;
  }
}

/** Composes the departments; throws one error that names every conflict between them. */
export function compose(departments: readonly { name: string; typeDefs: DocumentNode }[]): Composition {
  const result = composeServices(
    departments.map(({ name, typeDefs }) => ({ name, typeDefs, url: `http://${name}.invalid/graphql` })),
  );
  if (result.errors !== undefined) {
    throw new CompositionError(result.errors.map(({ message }) => message));
  }
  const conflicts = conflictsOfDefaults(departments);
  if (conflicts.length > 0) throw new CompositionError(conflicts);
  const document = parse(result.supergraphSdl, { noLocation: true });
  const named = nameExternalFields(document);
  const supergraph = named === document ? result.supergraphSdl : print(named);
  return { supergraph, api: `${print(consumerSchema(named))}\n` };
}
