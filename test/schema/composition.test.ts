import { parse, visit } from "graphql";
import { describe, expect, test } from "vitest";
import { compose } from "../../schema/compose.ts";
import { permissionTable } from "../../schema/pages/permissions-page.ts";
import { rolePage } from "../../schema/pages/roles-page.ts";
import { parseRoles } from "../../schema/roles.ts";
import { subgraphs } from "../support/subgraphs.ts";
import { readText } from "../repository/tree.ts";
import { allDepartments, allScopes } from "../support/sdl-rules.ts";

const composition = compose(subgraphs);

describe("the departments", () => {
  test("are all on the list, and compose", () => {
    expect(subgraphs.map(({ name }) => name).sort()).toEqual(allDepartments);
    for (const { name } of subgraphs) expect(composition.supergraph).toContain(`@join__graph(name: "${name}"`);
  });

  test("do not compose when two of them differ on a field", () => {
    const typeDefs = (type: string) =>
      parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
        type Query { a: Int @shareable } type Licence @key(fields: "id") { id: ID! holder: ${type} @shareable }`);
    const departments = [
      { name: "fisheries", typeDefs: typeDefs("String") },
      { name: "forestry", typeDefs: typeDefs("Int") },
    ];
    expect(() => compose(departments)).toThrow(/Licence\.holder/);
  });

  test.each([
    ["Query.cases(first:)", "type Query { cases(first: Int =): Int @shareable }"],
    ["Filter.first", "type Query { cases(filter: Filter): Int @shareable } input Filter { first: Int = }"],
  ])("do not compose when only one of them has a default for %s", (coordinate, sdl) => {
    const department = (name: string, value: string) => ({
      name,
      typeDefs: parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable"])
        ${sdl.replace("=", value)}`),
    });
    const fisheries = department("fisheries", "= 20");
    expect(() => compose([fisheries, department("forestry", "")])).toThrow(
      `${coordinate} has the default 20 in fisheries and none in forestry`,
    );
    expect(compose([fisheries, department("forestry", "= 20")]).api).toContain("first: Int = 20");
  });

  test("do not compose when one redefines a field of another without both agreeing", () => {
    const typeDefs = parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type Query { b: Int } type Resident @key(fields: "id") { id: ID! name: String }`);
    expect(() => compose([...subgraphs, { name: "fisheries", typeDefs }])).toThrow(
      /Resident\.name.*fisheries|fisheries.*Resident\.name/s,
    );
  });
});

const roles = parseRoles(readText("schema/roles.yaml"));

describe("the generated files", () => {
  test.each([
    ["schema/supergraph.graphql", () => composition.supergraph],
    ["schema/api.graphql", () => composition.api],
    ["schema/permissions.md", () => permissionTable(composition.supergraph, roles)],
    ["schema/roles.md", () => rolePage(composition.supergraph, roles)],
  ])("%s is what the departments' SDL gives", (path, generate) => {
    expect(readText(path)).toBe(generate());
  });
});

describe("schema/api.graphql", () => {
  const api = readText("schema/api.graphql");

  test("holds nothing of federation", () => {
    const names: string[] = [];
    visit(parse(api), { Name: (node) => void names.push(node.value) });
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => name.includes("__") || name.startsWith("_"))).toEqual([]);
    for (const word of ["federation", "join__", "link__", "FieldSet", "_Entity", "_Any", "_service"]) {
      expect(api).not.toContain(word);
    }
  });

  test("holds no directive but those clients have a use for", () => {
    const directives: string[] = [];
    visit(parse(api), {
      Directive: (node) => void directives.push(node.name.value),
      DirectiveDefinition: (node) => void directives.push(node.name.value),
    });
    expect(directives.filter((name) => !["deprecated", "specifiedBy", "oneOf"].includes(name))).toEqual([]);
  });

  test("says nothing of rights, masks or policies", () => {
    expect(allScopes.length).toBeGreaterThan(10);
    expect(allScopes.filter((scope) => api.includes(scope))).toEqual([]);
    for (const word of ["MaskFormat", "ID_NUMBER", "requiresScopes", "@policy", "@mask", "unless"]) {
      expect(api).not.toContain(word);
    }
  });
});
