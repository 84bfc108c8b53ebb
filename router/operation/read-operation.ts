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
import { withoutPersonalNumbers } from "../../subgraphs/shared/personal-number.ts";
import { countComparisons } from "./comparisons.ts";
import { compileCost, type Cost } from "./cost.ts";
import { asClientMayRead, syntaxError } from "./document-errors.ts";
import { checkLimit, type Limits } from "./limits.ts";
import { measureDocument, outlineOf } from "./measure-document.ts";
import { neverNull } from "./never-null.ts";
import { RequestError } from "./request-error.ts";
import { scanDocument } from "./scan-document.ts";

/** A checked operation whose fragment spreads have become inline fragments. */
export interface Operation {
  readonly definition: OperationDefinitionNode;
  /** As it is entered, traced and counted: cut, and without anybody's number. */
  readonly name: string | null;
  /** As the document has it: two operations of one document are told apart by it. */
  readonly writtenName: string;
  /** SHA-256 of the document text. */
  readonly hash: string;
  /** Fields and fragments, written out. */
  readonly selections: number;
  readonly cost: Cost;
  /** Variables for which null is no value, whatever their own types say. */
  readonly neverNull: ReadonlySet<string>;
}

/** Parses and validates a document within limits and picks its operation. Throws RequestError. */
export function readOperation(
  schema: GraphQLSchema,
  text: string,
  operationName: string | null,
  limits: Limits,
): Operation {
  const document = parseText(text, limits);
  const selections = checkSize(document, limits);
  // Suggestions would name types and fields the viewer may never have seen.
  const errors = validate(schema, document, undefined, { maxErrors: MOST_ERRORS, hideSuggestions: true });
  if (errors.length > 0) throw new RequestError(errors.map(asClientMayRead));
  const picked = pickOperation(document, operationName);
  const { name: written, ...unnamed } = picked;
  const name = written === undefined ? null : shownName(written.value);
  const definition: OperationDefinitionNode = {
    ...unnamed,
    ...(name === null ? {} : { name: { kind: Kind.NAME, value: name } }),
    selectionSet: inline(picked.selectionSet, fragmentsOf(document)),
  };
  const cost = compileCost(definition, schema);
  checkLimit(limits, "listRecursion", cost.listRecursion);
  return {
    definition,
    name,
    writtenName: written?.value ?? "",
    hash: createHash("sha256").update(text).digest("hex"),
    selections,
    cost,
    neverNull: neverNull(definition, schema),
  };
}

const MOST_ERRORS = 20;

/** Before validation, some of whose rules take far longer than the document is long. */
function checkSize(document: DocumentNode, limits: Limits): number {
  const outline = outlineOf(document);
  checkLimit(limits, "fragments", outline.definitions);
  if (outline.cycle !== null) {
    const message = `Cannot spread fragment "${outline.cycle.name.value}" within itself.`;
    throw new RequestError([new GraphQLError(message, { nodes: outline.cycle })]);
  }
  const size = measureDocument(document, outline);
  for (const limit of ["selections", "nesting", "depth", "rootFields", "aliases", "directives"] as const) {
    checkLimit(limits, limit, size[limit]);
  }
  checkLimit(limits, "comparisons", countComparisons(outline));
  return size.selections;
}

function parseText(text: string, limits: Limits): DocumentNode {
  checkLimit(limits, "documentBytes", Buffer.byteLength(text));
  const { tokens, nesting } = scanDocument(text);
  checkLimit(limits, "tokens", tokens);
  checkLimit(limits, "nesting", nesting);
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

// Longer than any of ours; a client's own text is not kept for ever because it was called a name.
const LONGEST_NAME = 64;

function shownName(written: string): string {
  return `${withoutPersonalNumbers(written)}_`.slice(0, Math.min(written.length, LONGEST_NAME));
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
