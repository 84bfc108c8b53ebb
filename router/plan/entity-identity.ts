import {
  type DocumentNode,
  type FieldNode,
  getNullableType,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  valueFromASTUntyped,
  visit,
} from "graphql";
import { directivesNamed } from "../../schema/directives.ts";
import { joinedTypes } from "../../schema/join.ts";
import { type Fields, isFields } from "../departments/fields.ts";

/** Under this alias prefix the key of every entity is asked for again, to compare it with what was asked about. */
export const ECHO_PREFIX = "echo_of_";

/** Keys of people by department and type, as far as they are plain fields: `population Resident` → `id`. */
export type EntityKeys = ReadonlyMap<string, readonly (readonly string[])[]>;

/**
 * Reads the keys of the types of a supergraph that are people. Other entities are not checked:
 * federation lets a subgraph know a key only as something it is given, so it need not be able to repeat it.
 */
export function readEntityKeys(supergraph: DocumentNode, departmentOf: (graph: string) => string): EntityKeys {
  const keys = new Map<string, string[][]>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    if (directivesNamed(definition, "person").length === 0) continue;
    for (const { graph, key } of joinedTypes(definition)) {
      if (key === "" || key.includes("{")) continue;
      const name = `${departmentOf(graph)} ${definition.name.value}`;
      keys.set(name, [...(keys.get(name) ?? []), key.split(/\s+/)]);
    }
  }
  return keys;
}

/** An operation that asks whom its entities are about, and the check of what comes back. */
export interface Identity {
  readonly operation: string;
  /** False when the entity carries a key other than the one it was asked for with, or hides it. */
  readonly isSame: (asked: Fields, answered: Fields) => boolean;
}

/**
 * Adds to an `_entities` operation the key fields of people, so that a department that mixes up their order,
 * or answers with another person's data, is found out instead of believed.
 */
export function askForIdentity(operation: string, department: string, keys: EntityKeys): Identity {
  const document = parse(operation, { noLocation: true });
  const expected = new Map<unknown, readonly string[]>();
  const echoed = visit(document, {
    Field: (node) => (node.name.value === "_entities" ? withEchoes(node, department, keys, expected) : undefined),
  });
  return {
    operation: stripIgnoredCharacters(print(echoed)),
    isSame: (asked, answered) =>
      (expected.get(asked["__typename"]) ?? []).every((name) => {
        const key = asText(asked[name]);
        // A key that was not part of the question proves nothing.
        return key === null || key === asText(answered[ECHO_PREFIX + name]);
      }),
  };
}

/** Response keys of root fields that are asked for one person by key and answered about another. */
export type FindStrangers = (data: Fields, variables: Readonly<Record<string, unknown>>) => string[];

/**
 * `resident(id:)` names its person as an entity call does: an argument called like the key. Every person's key is
 * asked for anyway, for the access record, so the operation stays as it is.
 */
export function compileStrangers(
  set: SelectionSetNode,
  department: string,
  keys: EntityKeys,
  schema: GraphQLSchema,
): FindStrangers {
  const checks = set.selections.flatMap((field) => {
    const type = field.kind === Kind.FIELD ? schema.getQueryType()?.getFields()[field.name.value]?.type : undefined;
    if (field.kind !== Kind.FIELD || type === undefined) return [];
    const [[key, ...more] = []] = keys.get(`${department} ${getNullableType(type).toString()}`) ?? [];
    const argument = field.arguments?.find(({ name }) => name.value === key);
    const echoes = (field.selectionSet?.selections ?? []).flatMap((one) =>
      one.kind === Kind.FIELD && one.name.value === key ? [keyOf(one)] : [],
    );
    if (more.length > 0 || argument === undefined) return [];
    return [{ at: keyOf(field), echoes, asked: argument.value }];
  });
  return (data, variables) =>
    checks.flatMap(({ at, echoes, asked }) => {
      const person = data[at];
      const key = asText(valueFromASTUntyped(asked, variables));
      if (person === null || person === undefined || key === null) return [];
      return isFields(person) && echoes.every((echo) => asText(person[echo]) === key) ? [] : [at];
    });
}

function keyOf({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value;
}

/** Keys are strings or whole numbers; an id may come back as the other of the two. */
function asText(key: unknown): string | null {
  return typeof key === "string" || typeof key === "number" ? String(key) : null;
}

function withEchoes(
  entities: FieldNode,
  department: string,
  keys: EntityKeys,
  expected: Map<unknown, readonly string[]>,
): FieldNode {
  if (entities.selectionSet === undefined) return entities;
  const selections = entities.selectionSet.selections.map((selection) => {
    if (selection.kind !== Kind.INLINE_FRAGMENT || selection.typeCondition === undefined) return selection;
    const [key] = keys.get(`${department} ${selection.typeCondition.name.value}`) ?? [];
    if (key === undefined) return selection;
    expected.set(selection.typeCondition.name.value, key);
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
