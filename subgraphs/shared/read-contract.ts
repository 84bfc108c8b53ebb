import { readFileSync } from "node:fs";
import { type DocumentNode, GraphQLError, parse } from "graphql";
import { DepartmentError } from "./department-error.ts";
import { checkOwnDirectives } from "./own-directives.ts";

const prelude = readFileSync(new URL("./prelude.graphql", import.meta.url), "utf8");

/** What a department offers, as its `schema.graphql` says it; nothing of its code is looked at. */
export function readContract(name: string, file: URL): { sdl: string; typeDefs: DocumentNode } {
  const sdl = readFileSync(file, "utf8");
  checkOwnDirectives(parseOwn(sdl, name), name);
  return { sdl, typeDefs: parse(`${prelude}\n${sdl}`) };
}

/** A department's own SDL by itself, so that lines are counted from its first. */
function parseOwn(sdl: string, name: string): DocumentNode {
  try {
    return parse(sdl);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { line = 1, column = 1 } = error.locations?.[0] ?? {};
    const written = sdl.split("\n")[line - 1]?.trim() ?? "";
    throw new DepartmentError([
      `subgraphs/${name}/schema.graphql:${line}:${column}  ${error.message} Correct "${written}", or the line before it.`,
    ]);
  }
}
