import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  Kind,
  type SelectionSetNode,
  type TypeNode,
} from "graphql";
import { isConnection, rowTypeOf } from "../subgraphs/shared/connections.ts";
import { type Mask, readMask } from "../subgraphs/shared/mask.ts";
import { isSatisfied, joinRequirements, readRequirement, type Requirement } from "../subgraphs/shared/permissions.ts";
import { type RecordKind, recordKinds } from "../subgraphs/shared/record-kind.ts";
import { directivesNamed, enumValueOf, textOf } from "./directives.ts";
import { parseFieldSet } from "./field-set.ts";
import { joinedFields } from "./join.ts";
import { membersOf } from "./members-of.ts";

/** The permissions of a supergraph, by schema coordinate. */
export interface Rules {
  /** Everything a viewer needs to select the field on the type, its parent's, its result's and its sources' rules included. */
  requirementOf(type: string, field: string): Requirement;
  /** The same without its sources: what the departments wrote down for the field itself. */
  writtenRequirementOf(type: string, field: string): Requirement;
  /** What an object of the type needs where an interface or a union hides it. */
  requirementOfType(type: string): Requirement;
  permitsType(type: string, grants: ReadonlySet<string>): boolean;
  maskOf(type: string, field: string): Mask | null;
  /** True for types whose objects are people, or about one (`@person`). */
  isPerson(type: string): boolean;
  /** True for pages of lists whose rows are people, or about one. */
  listsPeople(type: string): boolean;
  /** The field of a person's type that gives the person's id. */
  personKeyOf(type: string): string;
  /** The field of a recorded type that gives the ids of the people it is about; null where it is about nobody. */
  peopleKeyOf(type: string): string | null;
  /** The kind of access record an answer with this type needs; null for most types. */
  recordedAs(type: string): RecordKind | null;
}

interface TypeRules {
  directives: readonly ConstDirectiveNode[];
  fields: Map<string, FieldDefinitionNode>;
}

/** Reads the rules of a supergraph once. `schema` is its consumer schema. */
export function readRules(supergraph: DocumentNode, schema: GraphQLSchema): Rules {
  const types = collectTypes(supergraph);
  const memo = new Map<string, Requirement>();

  const requirementOfType = (type: string): Requirement => readRequirement(types.get(type)?.directives);

  const requirementOf = (type: string, field: string): Requirement => {
    const coordinate = `${type}.${field}`;
    const known = memo.get(coordinate);
    if (known !== undefined) return known;
    const requirement = collect(type, field, new Set());
    memo.set(coordinate, requirement);
    return requirement;
  };

  const writtenRequirementOf = (type: string, field: string): Requirement => {
    const definition = types.get(type)?.fields.get(field);
    const result = definition === undefined ? "" : nameOf(definition.type);
    return joinRequirements([
      requirementOfType(type),
      readRequirement(definition?.directives),
      isAbstractType(schema.getType(result))
        ? readRequirement(types.get(result)?.directives)
        : requirementOfType(result),
      ...implementersOf(schema, type).map((implementer) => writtenRequirementOf(implementer, field)),
    ]);
  };

  /** `seen` holds what the sum has already: fields that are worked out from each other lead in a circle. */
  const collect = (type: string, field: string, seen: Set<string>): Requirement => {
    const coordinate = `${type}.${field}`;
    if (seen.has(coordinate)) return [];
    seen.add(coordinate);
    return joinRequirements([
      writtenRequirementOf(type, field),
      ...implementersOf(schema, type).map((implementer) => collect(implementer, field, seen)),
      ...requiredBy(types.get(type)?.fields.get(field)).flatMap((set) => collectSet(set, type, seen)),
    ]);
  };

  /** What is worked out from other fields tells something of them, so it needs what each of them needs. */
  const collectSet = ({ selections }: SelectionSetNode, type: string, seen: Set<string>): Requirement[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
      const isField = selection.kind === Kind.FIELD;
      const definition = isField ? types.get(type)?.fields.get(selection.name.value) : undefined;
      const inner = isField ? definition && nameOf(definition.type) : (selection.typeCondition?.name.value ?? type);
      const own = isField ? [collect(type, selection.name.value, seen)] : [requirementOfType(inner ?? type)];
      if (selection.selectionSet === undefined || inner === undefined) return own;
      return [...own, ...collectSet(selection.selectionSet, inner, seen)];
    });

  const isPerson = (type: string) => directivesNamed(types.get(type) ?? {}, "person").length > 0;

  /** A cursor or a count also says that a list has somebody on it: a page counts as what its rows are. */
  const recordedAs = (type: string): RecordKind | null => {
    const own = isPerson(type) ? "LOOK" : readRecorded(types.get(type));
    if (own !== null || !isConnection(schema.getType(type))) return own;
    const kinds = rowTypesOf(schema, type).map((row) => (isPerson(row) ? "LOOK" : readRecorded(types.get(row))));
    return kinds.includes("LOOK") ? "LOOK" : (kinds.find((kind) => kind !== null) ?? null);
  };

  return {
    requirementOf,
    writtenRequirementOf,
    requirementOfType,
    permitsType: (type, grants) => isSatisfied(requirementOfType(type), grants),
    maskOf: (type, field) => readMask(types.get(type)?.fields.get(field)?.directives),
    isPerson,
    listsPeople: (type) => isConnection(schema.getType(type)) && rowTypesOf(schema, type).some(isPerson),
    personKeyOf: (type) => readPersonKey(types.get(type)),
    peopleKeyOf: (type) => readPeopleKey(types.get(type)),
    recordedAs,
  };
}

/**
 * A field asked for on an interface may come from any of its implementers, so it needs what each of them
 * needs: otherwise the interface would be a way around their rules.
 */
function implementersOf(schema: GraphQLSchema, type: string): readonly string[] {
  return isInterfaceType(schema.getType(type)) ? membersOf(type, schema) : [];
}

/** The types that the rows of a connection can have. */
function rowTypesOf(schema: GraphQLSchema, connection: string): readonly string[] {
  const row = rowTypeOf(schema.getType(connection));
  if (row === undefined) return [];
  return membersOf(row.name, schema);
}

/** The field sets that departments ask for before they can give the field. */
function requiredBy(field: FieldDefinitionNode | undefined): SelectionSetNode[] {
  return joinedFields(field ?? {}).flatMap(({ requires }) => (requires === "" ? [] : [parseFieldSet(requires)]));
}

function readPersonKey(type: TypeRules | undefined): string {
  const [person] = directivesNamed(type ?? {}, "person");
  const key = person === undefined ? "" : textOf(person, "id");
  return key === "" ? "id" : key;
}

function readPeopleKey(type: TypeRules | undefined): string | null {
  const [recorded] = directivesNamed(type ?? {}, "recorded");
  const key = recorded === undefined ? "" : textOf(recorded, "about");
  return key === "" ? null : key;
}

function readRecorded(type: TypeRules | undefined): RecordKind | null {
  const [recorded] = directivesNamed(type ?? {}, "recorded");
  if (recorded === undefined) return null;
  const kind = recordKinds.find((one) => one === enumValueOf(recorded, "as"));
  if (kind === undefined) throw new Error("@recorded names a kind of entry that there is not");
  return kind;
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

function collectTypes(supergraph: DocumentNode): Map<string, TypeRules> {
  const types = new Map<string, TypeRules>();
  for (const definition of supergraph.definitions) {
    if (!("name" in definition) || !("directives" in definition)) continue;
    const fields = "fields" in definition ? (definition.fields ?? []) : [];
    types.set(definition.name.value, {
      directives: (definition.directives ?? []) as readonly ConstDirectiveNode[],
      fields: new Map(
        fields.flatMap((field) => (field.kind === Kind.FIELD_DEFINITION ? [[field.name.value, field] as const] : [])),
      ),
    });
  }
  return types;
}
