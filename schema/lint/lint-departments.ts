import { buildASTSchema, type DocumentNode, Kind, type ObjectTypeDefinitionNode } from "graphql";
import { directivesNamed } from "../directives.ts";
import { policies } from "../policies.ts";
import { scopes } from "../scopes.ts";
import { findRenamedDirectives } from "./directive-names.ts";
import type { Finding } from "./finding.ts";
import { type Graph, readGraph } from "./graph.ts";
import { joinExtensions } from "./join-extensions.ts";
import { findBlankReasons, findOpenFields } from "./open-fields.ts";
import { findPersonalHandles, findUnmaskedNumbers } from "./personal-numbers.ts";
import { findUnnamedReadings } from "./readings.ts";
import { findForeignScopes, findUnknownRights } from "./rights.ts";
import { findContexts } from "./transitive.ts";
import { findEmptyRules, writtenRules } from "./written-rules.ts";

export interface LintedDepartment {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/** What only the departments' own SDL shows: composition drops, merges and moves rules. */
export function lintDepartments(departments: readonly LintedDepartment[]): Finding[] {
  const graphs = departments.map(({ name, typeDefs }) => {
    const document = joinExtensions(typeDefs);
    const schema = buildASTSchema(document, { assumeValidSDL: true });
    return { name, graph: readGraph(document, schema) };
  });
  const people = new Set(graphs.flatMap(({ graph }) => personTypes(graph)));
  return graphs.flatMap(({ name, graph }) =>
    [
      ...findRenamedDirectives(graph.definitions, false),
      ...findRulesOnInterfaces(graph),
      ...findEmptyRules(graph),
      ...findUnknownRights(graph, { scopes: Object.keys(scopes), policies: Object.keys(policies) }),
      ...findForeignScopes(graph, name),
      ...findOpenFields(graph),
      ...findBlankReasons(graph),
      ...findUnnamedReadings(graph),
      ...findUnmaskedNumbers(graph),
      ...findPersonalHandles(graph),
      ...findContexts(graph),
      ...findForgottenPeople(graph, people),
    ].map((finding) => ({ ...finding, department: name })),
  );
}

/** Rules that composition would drop without a word: nothing may be composed with them. */
export function emptyRulesOf(departments: readonly LintedDepartment[]): Finding[] {
  return departments.flatMap(({ name, typeDefs }) =>
    findEmptyRules(joinExtensions(typeDefs)).map((finding) => ({ ...finding, department: name })),
  );
}

/** An object can be reached around its interface, so rules go on objects. */
function findRulesOnInterfaces(graph: Graph): Finding[] {
  const objects = graph.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && directivesNamed(node, "interfaceObject").length === 0,
  ) as ObjectTypeDefinitionNode[];
  const allowed = new Set(objects.map((node) => node.name.value));
  // A field that an @interfaceObject adds is given to every object by composition, with its rule.
  const added = new Set(
    graph.fields
      .filter(({ type }) => directivesNamed(type, "interfaceObject").length > 0)
      .map(({ coordinate }) => coordinate),
  );
  return writtenRules(graph)
    .filter(({ coordinate }) => !allowed.has(coordinate.split(".")[0] ?? "") && !added.has(coordinate))
    .map(({ coordinate, directive }) => ({
      rule: "rule-on-interface",
      coordinate,
      message: `@${directive.name.value} stands on objects and their fields only. Put it on each object.`,
    }));
}

function personTypes(graph: Graph): string[] {
  const names = new Set(graph.fields.map(({ type }) => type.name.value));
  return [...names].filter((name) => graph.rules.isPerson(name));
}

/** A person is one in every department: each enters looks and asks for a purpose by its own SDL. */
function findForgottenPeople(graph: Graph, people: ReadonlySet<string>): Finding[] {
  const names = new Set(graph.fields.map(({ type }) => type.name.value));
  return [...names]
    .filter((name) => people.has(name))
    .filter((name) => {
      const purpose = graph.rules
        .requirementOfType(name)
        .some((clause) => clause.every((all) => all.includes("policy:purpose")));
      return !purpose || !graph.rules.isPerson(name);
    })
    .map((coordinate) => ({
      rule: "forgotten-person",
      coordinate,
      message: 'another department calls it @person. Add @person and @policy(policies: [["purpose"]]) here as well.',
    }));
}
