import { GraphQLError, isValueNode } from "graphql";
import { HubError } from "../subgraphs/shared/errors.ts";

/**
 * What is wrong with a document, in words that repeat none of its values: a literal may be a person's number.
 */
export function withoutValues(error: GraphQLError): GraphQLError {
  const [node] = error.nodes ?? [];
  if (node !== undefined && isValueNode(node)) {
    const own =
      error.originalError instanceof HubError ? error.originalError.message : "The value does not fit its type.";
    return new GraphQLError(own, { nodes: node });
  }
  return new GraphQLError(shortened(error.message), { nodes: error.nodes ?? null });
}

const LONGEST_MESSAGE = 400;

/** Messages repeat names, and each name may be as long as the document. */
function shortened(message: string): string {
  return message.length <= LONGEST_MESSAGE ? message : `${message.slice(0, LONGEST_MESSAGE)}…`;
}

/** A syntax error without the text it stumbled over. */
export function syntaxError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError("The document can't be read.");
  const message = error.message.replace(/ ?"(?:[^"\\]|\\.)*"/gu, "").replace(/(?:Int|Float) [-\d.eE+]+/gu, "number");
  return new GraphQLError(message, { source: error.source, positions: error.positions });
}
