import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse } from "graphql";
import { consumerSchema } from "./consumer-schema.ts";

/** A composed supergraph as it is written, and what clients see of it. */
export interface WrittenSupergraph {
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
}

/** Throws when it is no SDL. Places of words are not kept: nobody is told them, and they take more memory than the words. */
export function readSupergraph(text: string): WrittenSupergraph {
  return readParsed(parse(text, { noLocation: true }));
}

export function readParsed(document: DocumentNode): WrittenSupergraph {
  return { document, schema: buildASTSchema(consumerSchema(document), { assumeValidSDL: true }) };
}
