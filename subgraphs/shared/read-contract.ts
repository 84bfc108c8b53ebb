import { readFileSync } from "node:fs";
import { concatAST, type DocumentNode, GraphQLError, parse } from "graphql";
import { DepartmentError } from "./department-error.ts";
import { checkOwnDirectives } from "./own-directives.ts";

// Places of words are not kept: nobody is told them once a text could be read, and they take more memory than the words.
const PLACELESS = { noLocation: true };
const prelude = parse(readFileSync(new URL("./prelude.graphql", import.meta.url), "utf8"), PLACELESS);

/** What a department offers, as its `schema.graphql` says it; nothing of its code is looked at. */
export function readContract(name: string, file: URL): { sdl: string; typeDefs: DocumentNode } {
  const sdl = readFileSync(file, "utf8");
  const own = parseOwn(sdl, name);
  checkOwnDirectives(own, name);
  return { sdl, typeDefs: concatAST([prelude, own]) };
}

/** A department's own SDL by itself, so that a fault's line is counted from its first. */
function parseOwn(sdl: string, name: string): DocumentNode {
  try {
    return parse(sdl, PLACELESS);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line = 1, column = 1 } = error.locations?.[0] ?? {};
    const written = sdl.split("\n")[line - 1]?.trim() ?? "";
    throw new DepartmentError([
      `subgraphs/${name}/schema.graphql:${line}:${column}  ${error.message} Correct "${written}", or the line before it.`,
    ]);
  }
}
