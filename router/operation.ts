import { createHash } from "node:crypto";
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  validate,
} from "graphql";

import { syntaxError, withoutValues } from "./document-errors.ts";

/** A checked operation whose fragment spreads have become inline fragments. */
export interface Operation {
  readonly definition: OperationDefinitionNode;
  readonly name: string | null;
  /** SHA-256 of the document text. */
  readonly hash: string;
}

/** The request can't be executed at all; `errors` are for the client. */
export class RequestError extends Error {
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super("The request is not executable.");
    this.errors = errors;
  }
}

/** Parses and validates a document and picks its operation. Throws RequestError. */
export function readOperation(schema: GraphQLSchema, text: string, operationName: string | null): Operation {
  const document = parseText(text);
  const errors = validate(schema, document, undefined, { maxErrors: MOST_ERRORS });
  if (errors.length > 0) throw new RequestError(errors.map(withoutValues));
  const definition = pickOperation(document, operationName);
  return {
    definition: { ...definition, selectionSet: inline(definition.selectionSet, fragmentsOf(document)) },
    name: definition.name?.value ?? null,
    hash: createHash("sha256").update(text).digest("hex"),
  };
}

const MOST_ERRORS = 20;

function parseText(text: string): DocumentNode {
  try {
    return parse(text, { noLocation: false });
  } catch (error) {
    throw new RequestError([syntaxError(error)]);
  }
}

function pickOperation(document: DocumentNode, operationName: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [only] = operations;
  if (operationName === null && operations.length === 1 && only !== undefined) return only;
  const named = operations.find((node) => node.name?.value === operationName);
  if (operationName !== null && named !== undefined) return named;
  const wanted = operationName === null ? "operationName must say which" : "operationName is not one of them";
  throw new RequestError([new GraphQLError(`The document holds ${operations.length} operations: ${wanted}.`)]);
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function inline(set: SelectionSetNode, fragments: Fragments): SelectionSetNode {
  const selections = set.selections.map((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments.get(selection.name.value);
      // Validation has made sure that every spread names a fragment.
      if (fragment === undefined) throw new Error("unknown fragment");
      return {
        kind: Kind.INLINE_FRAGMENT as const,
        typeCondition: fragment.typeCondition,
        directives: selection.directives ?? [],
        selectionSet: inline(fragment.selectionSet, fragments),
      };
    }
    if (selection.selectionSet === undefined) return selection;
    return { ...selection, selectionSet: inline(selection.selectionSet, fragments) };
  });
  return { kind: Kind.SELECTION_SET, selections };
}
