import { type ASTNode, GraphQLError, isValueNode } from "graphql";
import { HubError } from "../../subgraphs/shared/errors.ts";

/**
 * What is wrong with a document, in words that repeat none of its values, for a literal may be a person's number, and
 * that name nothing of the schema which the client did not write itself: it may be hidden from this viewer.
 */
export function asClientMayRead(error: GraphQLError): GraphQLError {
  const [node] = error.nodes ?? [];
  if (node !== undefined && isValueNode(node)) {
    const own =
      error.originalError instanceof HubError ? error.originalError.message : "The value does not fit its type.";
    return new GraphQLError(own, { nodes: node });
  }
  const message = withoutForeignNames(error.message, namesWritten(node));
  return new GraphQLError(shortened(message), { nodes: error.nodes ?? null });
}

const NAME = /[_A-Za-z]\w*/g;

function namesWritten(node: ASTNode | undefined): ReadonlySet<string> {
  return new Set(node?.loc?.source.body.match(NAME));
}

/** What graphql-js says of types, arguments and fields in its own words, and what is left of it without them. */
const REWORDINGS: readonly (readonly [RegExp, string])[] = [
  [/^(Cannot query field "\w+") on type "[^"]*"\..*$/s, "$1 here."],
  [/^(Field "\w+") of type "[^"]*" must have a selection of subfields\..*$/s, "$1 must have a selection of subfields."],
  [/^(Field "\w+" must not have a selection) since type "[^"]*" has no subfields\.$/, "$1."],
  [/^(Field "\w+") argument "\w+" of type "[^"]*" is required, but it was not provided\.$/, "$1 lacks an argument."],
  [/^(?:Directive|Argument) "(@\w+)(?:\(\w+:\))?"? .*is required.*$/s, 'Directive "$1" lacks an argument.'],
  [/^(Unknown argument "\w+" on field )"\w+\.(\w+)"\.$/, '$1"$2".'],
  [/^(Field "\w+" is not defined) by type "[^"]*"\..*$/s, "$1 here."],
  [/^(Fragment (?:"\w+" )?cannot be spread here) as objects of type .*$/s, "$1."],
  [
    /^(Variable "\$\w+" of type "[^"]*") used in position expecting type "[^"]*"\.$/,
    "$1 does not fit where it is used.",
  ],
  [/ they return conflicting types "[^"]*" and "[^"]*"/, " they return different types"],
];

function withoutForeignNames(message: string, written: ReadonlySet<string>): string {
  const reworded = REWORDINGS.reduce((text, [pattern, words]) => text.replace(pattern, words), message);
  const named = [...reworded.matchAll(/"([^"]*)"/g)].flatMap(([, quoted = ""]) => quoted.match(NAME) ?? []);
  return named.every((name) => written.has(name)) ? reworded : "The document does not fit the schema here.";
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
