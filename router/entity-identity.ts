import {
  type DocumentNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from "graphql";
import type { Fields } from "./run.ts";

/** Under this alias prefix the key of every entity is asked for again, to compare it with what was asked about. */
export const ECHO_PREFIX = "echo_of_";

/** Keys of people by department and type, as far as they are plain fields: `population Resident` → `id`. */
export type EntityKeys = ReadonlyMap<string, readonly (readonly string[])[]>;

/**
 * Reads `@join__type(graph, key)` of the types of a supergraph that are people. Other entities are not checked:
 * federation lets a subgraph know a key only as something it is given, so it need not be able to repeat it.
 */
export function readEntityKeys(supergraph: DocumentNode, departmentOf: (graph: string) => string): EntityKeys {
  const keys = new Map<string, string[][]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    if (!definition.directives?.some((directive) => directive.name.value === "person")) continue;
    for (const directive of definition.directives ?? []) {
      if (directive.name.value !== "join__type") continue;
      const given = new Map(directive.arguments?.map((argument) => [argument.name.value, argument.value]));
      const graph = given.get("graph");
      const key = given.get("key");
      if (graph?.kind !== Kind.ENUM || key?.kind !== Kind.STRING || key.value.includes("{")) continue;
      const name = `${departmentOf(graph.value)} ${definition.name.value}`;
      keys.set(name, [...(keys.get(name) ?? []), key.value.trim().split(/\s+/)]);
    }
  }
  return keys;
}

/**
 * Adds to an `_entities` operation the key fields of people, so that a department that mixes up their order,
 * or answers with another person's data, is found out instead of believed.
 */
export function askForIdentity(operation: string, department: string, keys: EntityKeys): string {
  const document = parse(operation, { noLocation: true });
  const echoed = visit(document, {
    Field: (node) => (node.name.value === "_entities" ? withEchoes(node, department, keys) : undefined),
  });
  return stripIgnoredCharacters(print(echoed));
}

/** False when the entity carries a key other than the one it was asked for with. */
export function isSameEntity(asked: Fields, answered: Fields): boolean {
  for (const name of Object.keys(answered)) {
    if (!name.startsWith(ECHO_PREFIX)) continue;
    const expected = asText(asked[name.slice(ECHO_PREFIX.length)]);
    // A key that was not part of the question proves nothing.
    if (expected !== null && expected !== asText(answered[name])) return false;
  }
  return true;
}

/** Keys are strings or whole numbers; an id may come back as the other of the two. */
function asText(key: unknown): string | null {
  return typeof key === "string" || typeof key === "number" ? String(key) : null;
}

function withEchoes(entities: FieldNode, department: string, keys: EntityKeys): FieldNode {
  if (entities.selectionSet === undefined) return entities;
  const selections = entities.selectionSet.selections.map((selection) => {
    if (selection.kind !== Kind.INLINE_FRAGMENT || selection.typeCondition === undefined) return selection;
    const [key] = keys.get(`${department} ${selection.typeCondition.name.value}`) ?? [];
    if (key === undefined) return selection;
    return { ...selection, selectionSet: withFields(selection.selectionSet, key) };
  });
  return { ...entities, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function withFields(set: SelectionSetNode, names: readonly string[]): SelectionSetNode {
  const echoes = names.map((name): FieldNode => ({
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: ECHO_PREFIX + name },
    name: { kind: Kind.NAME, value: name },
  }));
  return { kind: Kind.SELECTION_SET, selections: [...set.selections, ...echoes] };
}
