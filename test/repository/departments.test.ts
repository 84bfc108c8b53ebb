import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type DefinitionNode, parse, visit } from "graphql";
import { describe, expect, test } from "vitest";
import { hasFile, listDepartments, readText, root } from "./tree.ts";

const departments = listDepartments();
const scopes = [...readText("schema/scopes.ts").matchAll(/"([a-z][a-z-]*:(?:read|write)(?::[a-z-]+)?)"/g)].map(
  (match) => match[1] ?? "",
);

const SIX_FILES = ["index.ts", "loaders.ts", "policies.ts", "resolvers.ts", "schema.graphql", "tables.ts"];
// A file that grows past the limit is split by subject: loaders-pension.ts stands beside loaders.ts.
const FURTHER_FILE =
  /^(?:events\.graphql|(?:writes|source|rows|handlers|(?:loaders|policies|resolvers|tables|writes|source)-[a-z0-9-]+)\.ts)$/;

/** What loads a whole register from files goes by a login of its own, and no process that serves reads it (docs/adr/0060). */
const REGISTER = "register";

test("there are departments and scopes to look at", () => {
  expect(departments.length).toBeGreaterThan(0);
  expect(scopes.length).toBeGreaterThan(0);
});

describe.each(departments)("%s", (department) => {
  test("has the six files, and no others but writes, sources, rows, handlers and parts split by subject", () => {
    const files = readdirSync(join(root, "subgraphs", department));
    expect(SIX_FILES.filter((name) => !files.includes(name))).toEqual([]);
    expect(files.filter((name) => !SIX_FILES.includes(name) && !FURTHER_FILE.test(name) && name !== REGISTER)).toEqual(
      [],
    );
  });

  test("is on the list, and has owners and both tests", () => {
    expect(readText("subgraphs/index.ts")).toContain(`./${department}/index.ts`);
    expect(readText("CODEOWNERS")).toMatch(new RegExp(`^/subgraphs/${department}/ +@`, "m"));
    const tests = [`test/subgraphs/${department}.test.ts`, `test/subgraphs/${department}.scopes.test.ts`];
    expect(tests.filter((path) => !hasFile(path))).toEqual([]);
  });

  test("names no scope in a description, since descriptions stay in the public schema", () => {
    const text = descriptionsOf(readText(`subgraphs/${department}/schema.graphql`));
    expect(text).not.toEqual("");
    expect(scopes.filter((scope) => text.includes(scope))).toEqual([]);
  });

  test("has scopes of its own name only", () => {
    const asked = [
      ...readText(`subgraphs/${department}/schema.graphql`).matchAll(/"([a-z-]+):(?:read|write)[a-z:-]*"/g),
    ];
    expect(asked.filter((match) => match[1] !== department).map((match) => match[0])).toEqual([]);
  });
});

test("the public schema names no scope in a description", () => {
  const text = descriptionsOf(readText("schema/api.graphql"));
  expect(scopes.filter((scope) => text.includes(scope))).toEqual([]);
});

function descriptionsOf(sdl: string): string {
  const found: string[] = [];
  visit(parse(sdl), {
    enter(node) {
      const { description } = node as DefinitionNode & { description?: { value: string } };
      if (description !== undefined) found.push(description.value);
    },
  });
  return found.join("\n");
}
