import { Lexer, Source, TokenKind } from "graphql";

export interface Scan {
  readonly tokens: number;
  /** Brackets of any kind within each other. */
  readonly nesting: number;
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Looks over a document before it is parsed: the parser, and much behind it, calls itself for every bracket and
 * would run out of stack. Text that is not GraphQL is counted as far as it can be read; the parser says what is
 * wrong with it.
 */
export function scanDocument(text: string): Scan {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let open = 0;
  let nesting = 0;
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      tokens += 1;
      if (OPENING.has(token.kind)) open += 1;
      else if (CLOSING.has(token.kind)) open -= 1;
      nesting = Math.max(nesting, open);
    }
  } catch {
    // A character that no token begins with: the parser stops at the same place.
  }
  return { tokens, nesting };
}
