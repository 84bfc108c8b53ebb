import { GraphQLError } from "graphql";
import type { ErrorCode } from "../../subgraphs/shared/errors.ts";
import { RequestError } from "./request-error.ts";

/** The most that one request may hold or ask for. */
export interface Limits {
  readonly bodyBytes: number;
  readonly documentBytes: number;
  readonly tokens: number;
  /** Brackets within brackets as written, and selection sets within each other once fragments are written out. */
  readonly nesting: number;
  /** Fragment definitions. */
  readonly fragments: number;
  /** Fields and fragments once fragments are written out: what planning and compiling are paid by. */
  readonly selections: number;
  /** Fields within fields; fragments add nothing. */
  readonly depth: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  /** Pairs of fields with one response key in one place, which are compared with each other. */
  readonly comparisons: number;
  /** How often one list may be met on a path: its items' items' items. */
  readonly listRecursion: number;
  /** Values in the answer, if every list is as long as it can be. */
  readonly cost: number;
  /** Characters of names and texts in the variables, and one for each value. */
  readonly variablesSize: number;
  readonly variablesDepth: number;
}

/** Out of the way of real counters; docs/adr says what was measured. */
export const defaultLimits: Limits = {
  bodyBytes: 256 * 1024,
  documentBytes: 64 * 1024,
  tokens: 4_000,
  nesting: 50,
  fragments: 100,
  selections: 1_500,
  // The introspection query of common tools is 15 deep.
  depth: 16,
  rootFields: 30,
  aliases: 100,
  directives: 100,
  comparisons: 5_000,
  listRecursion: 3,
  cost: 50_000,
  variablesSize: 64 * 1024,
  variablesDepth: 10,
};

interface Wording {
  readonly code: ErrorCode;
  readonly what: (had: string) => string;
  readonly advice: string;
}

const inDocument = (unit: string) => (had: string) => `The document has ${had} ${unit}`;
const writtenOut = (unit: string) => (had: string) => `With its fragments written out, the document has ${had} ${unit}`;
const inVariables = (unit: string) => (had: string) => `The variables have ${had} ${unit}`;
const input = (what: Wording["what"], advice: string): Wording => ({ code: "BAD_USER_INPUT", what, advice });
const expensive = (what: Wording["what"], advice: string): Wording => ({
  code: "OPERATION_TOO_EXPENSIVE",
  what,
  advice,
});

const SPLIT = "Ask in several requests.";

const wordings: Readonly<Record<keyof Limits, Wording>> = {
  bodyBytes: input((had) => `The body has ${had} bytes`, SPLIT),
  documentBytes: input(inDocument("bytes"), SPLIT),
  tokens: input(inDocument("tokens"), SPLIT),
  nesting: input(writtenOut("levels of brackets"), "Nest fewer fragments and values."),
  fragments: input(inDocument("fragments"), "Join fragments of the same type."),
  selections: input(writtenOut("fields and fragments"), SPLIT),
  depth: expensive(writtenOut("levels of fields"), "Ask for what lies deeper by its id."),
  rootFields: input(writtenOut("root fields"), SPLIT),
  aliases: input(writtenOut("aliases"), SPLIT),
  directives: input(writtenOut("directives"), "Leave fields out instead of switching them off."),
  comparisons: input(writtenOut("pairs of fields with one name in one place"), "Ask for each field once."),
  listRecursion: expensive(
    (had) => `The operation has one list within itself, ${had} levels`,
    "Ask for inner lists by id.",
  ),
  cost: expensive(
    (had) => `The operation has up to ${had} values in its answer`,
    "Ask for smaller pages or fewer lists.",
  ),
  variablesSize: input(inVariables("characters"), SPLIT),
  variablesDepth: input(inVariables("levels"), "Nest lists and objects less deeply."),
};

/** The error for what is over a limit; null for what is within it. */
export function excess(limits: Limits, limit: keyof Limits, had: number): GraphQLError | null {
  const allowed = limits[limit];
  if (had <= allowed) return null;
  const { code, what, advice } = wordings[limit];
  // Nested fragments multiply beyond what a number can hold exactly, and JSON has no infinity.
  const shown = Math.min(had, Number.MAX_SAFE_INTEGER);
  return new GraphQLError(`${what(String(shown))}; ${allowed} are allowed. ${advice}`, {
    extensions: { code, limit, had: shown, allowed },
  });
}

/** Throws RequestError when there is more than the limit. */
export function checkLimit(limits: Limits, limit: keyof Limits, had: number): void {
  const error = excess(limits, limit, had);
  if (error !== null) throw new RequestError([error]);
}
