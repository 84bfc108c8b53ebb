import {
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { typenameField } from "../../schema/typename-field.ts";
import { decide } from "../../schema/decision.ts";
import type { Rules } from "../../schema/rules.ts";
import { edgeNameOf, rowTypeOf } from "../../subgraphs/shared/connections.ts";
import type { ErrorCode } from "../../subgraphs/shared/errors.ts";
import { isSatisfied, refusalCode, type Requirement } from "../../subgraphs/shared/permissions.ts";
import type { RecordKind } from "../../subgraphs/shared/record-kind.ts";
import { LISTED_KEY, sourceKeyOf, SUBJECT_KEY } from "../departments/data-keys.ts";

/** One refused query path. */
export interface Refusal {
  readonly path: readonly string[];
  readonly code: ErrorCode;
}

/** What is left of an operation for one set of grants. */
export interface Authorized {
  /** What may be planned: no refused field is in it, and clients' aliases are out of the way of keys. */
  readonly definition: OperationDefinitionNode;
  readonly denied: ReadonlySet<FieldNode>;
  /** Selections on a page of people that do not ask for them: they are asked for beside, for the access record. */
  readonly listed: ReadonlySet<SelectionSetNode>;
  readonly refusals: readonly Refusal[];
  /** Schema coordinates, for the access record and `extensions.masked`. */
  readonly returned: readonly string[];
  readonly masked: readonly string[];
  readonly refused: readonly string[];
  /** As what the answer is entered in the access record: something of it was given, or refused. Null: not at all. */
  readonly recordAs: RecordKind | null;
}

/** Takes out of an operation what the grants do not permit, before anything is planned. */
export function authorize(
  definition: OperationDefinitionNode,
  schema: GraphQLSchema,
  rules: Rules,
  grants: ReadonlySet<string>,
): Authorized {
  const walk = new Walk(schema, rules, grants);
  const root = schema.getRootType(definition.operation);
  if (root == null) throw new Error(`no ${definition.operation} type`);
  const selectionSet = walk.prune(definition.selectionSet, root, []);
  return { definition: { ...definition, selectionSet }, ...walk.findings() };
}

/** The requirements an operation can meet, each once: what its authorization depends on. */
export function requirementsIn(
  definition: OperationDefinitionNode,
  schema: GraphQLSchema,
  rules: Rules,
): Requirement[] {
  const found = new Map<string, Requirement>();
  const collect = (set: SelectionSetNode, type: GraphQLCompositeType): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const requirement = rules.requirementOf(type.name, selection.name.value);
        if (requirement.length > 0) found.set(JSON.stringify(requirement), requirement);
        const mask = rules.maskOf(type.name, selection.name.value);
        if (mask !== null) found.set(mask.unless, [[[mask.unless]]]);
      }
      const inner = innerType(selection, type, schema);
      if (inner !== null && selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) {
        collect(selection.selectionSet, inner);
        for (const member of isObjectType(inner) ? [] : schema.getPossibleTypes(inner)) {
          const requirement = rules.requirementOfType(member.name);
          if (requirement.length > 0) found.set(JSON.stringify(requirement), requirement);
        }
      }
    }
  };
  const root = schema.getRootType(definition.operation);
  if (root) collect(definition.selectionSet, root);
  return [...found.values()];
}

class Walk {
  private readonly schema: GraphQLSchema;
  private readonly rules: Rules;
  private readonly grants: ReadonlySet<string>;
  private readonly denied = new Set<FieldNode>();
  private readonly listed = new Set<SelectionSetNode>();
  private readonly refusals = new Map<string, Refusal>();
  private readonly returned = new Set<string>();
  private readonly masked = new Set<string>();
  private readonly refused = new Set<string>();
  private recordAs: RecordKind | null = null;

  constructor(schema: GraphQLSchema, rules: Rules, grants: ReadonlySet<string>) {
    this.schema = schema;
    this.rules = rules;
    this.grants = grants;
  }

  findings(): Omit<Authorized, "definition"> {
    return {
      denied: this.denied,
      listed: this.listed,
      refusals: [...this.refusals.values()],
      returned: [...this.returned],
      masked: [...this.masked],
      refused: [...this.refused],
      recordAs: this.recordAs,
    };
  }

  prune(set: SelectionSetNode, type: GraphQLCompositeType, path: readonly string[]): SelectionSetNode {
    const kept = set.selections.flatMap((selection) => this.pruneSelection(selection, type, path));
    kept.push(...this.subjectsOf(type), ...this.listedIn(set, type));
    // The object's existence is still asked for, so that a refusal inside it does not turn it into null.
    return { kind: Kind.SELECTION_SET, selections: kept.length === 0 ? [typenameField] : kept };
  }

  /** Asks for the id of every person the selection can meet or is about, whatever the client asks for. */
  private subjectsOf(type: GraphQLCompositeType): SelectionNode[] {
    this.enter(type);
    if (isObjectType(type)) return this.subjectFieldsOf(type.name);
    return this.schema.getPossibleTypes(type).flatMap((member) => {
      const selections = this.subjectFieldsOf(member.name);
      if (selections.length === 0) return [];
      const typeCondition = { kind: Kind.NAMED_TYPE, name: name(member.name) } as const;
      return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: { kind: Kind.SELECTION_SET, selections } }];
    });
  }

  /**
   * Learning that a page of people has anybody on it is a look at them. Where the viewer may not have the rows, there is
   * no person to name, and the look is entered all the same.
   */
  private listedIn(set: SelectionSetNode, type: GraphQLCompositeType): SelectionNode[] {
    if (!this.rules.listsPeople(type.name) || asksForRows(set)) return [];
    const row = rowTypeOf(type);
    const edge = edgeNameOf(type);
    if (row === undefined || edge === undefined || !isCompositeType(row)) return [];
    const subjects = this.subjectsOf(row);
    const needed = [
      this.rules.requirementOf(type.name, "edges"),
      this.rules.requirementOf(edge, "node"),
      ...(isObjectType(row) ? [this.rules.requirementOf(row.name, this.rules.personKeyOf(row.name))] : []),
    ];
    if (!needed.every((requirement) => isSatisfied(requirement, this.grants))) return [];
    this.listed.add(set);
    const node = fieldWith("node", isObjectType(row) ? subjects : [typenameField, ...subjects]);
    return [{ ...fieldWith("edges", [node]), alias: name(LISTED_KEY) }];
  }

  private subjectFieldsOf(type: string): FieldNode[] {
    const key = this.rules.isPerson(type) ? this.rules.personKeyOf(type) : this.rules.peopleKeyOf(type);
    return key === null ? [] : [{ kind: Kind.FIELD, alias: name(SUBJECT_KEY), name: name(key) }];
  }

  private pruneSelection(
    selection: SelectionNode,
    type: GraphQLCompositeType,
    path: readonly string[],
  ): SelectionNode[] {
    const inner = innerType(selection, type, this.schema);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      if (inner === null) return [];
      return [{ ...selection, selectionSet: this.prune(selection.selectionSet, inner, path) }];
    }
    const here = [...path, selection.alias?.value ?? selection.name.value];
    if (!this.permits(selection, type, here)) {
      // A refused try is entered in the access record too.
      if (inner !== null) this.enterAll(selection.selectionSet, inner);
      return [];
    }
    const named = withSourceKey(selection, this.schema);
    if (selection.selectionSet === undefined || inner === null) return [named];
    return [{ ...named, selectionSet: this.prune(selection.selectionSet, inner, here) }];
  }

  /** An answer is entered once: people in it matter more than anything else. */
  private enter(type: GraphQLCompositeType): void {
    for (const member of isObjectType(type) ? [type] : this.schema.getPossibleTypes(type)) {
      const kind = this.rules.recordedAs(member.name);
      if (kind === "LOOK" || this.recordAs === null) this.recordAs = kind;
    }
  }

  private enterAll(set: SelectionSetNode | undefined, type: GraphQLCompositeType): void {
    this.enter(type);
    for (const selection of set?.selections ?? []) {
      const inner = innerType(selection, type, this.schema);
      if (inner !== null && selection.kind !== Kind.FRAGMENT_SPREAD) this.enterAll(selection.selectionSet, inner);
    }
  }

  private permits(field: FieldNode, type: GraphQLCompositeType, path: readonly string[]): boolean {
    if (field.name.value.startsWith("__")) return true;
    const coordinate = `${type.name}.${field.name.value}`;
    const decision = decide(this.rules, type.name, field.name.value, this.grants);
    if (decision === "refused") {
      const requirement = this.rules.requirementOf(type.name, field.name.value);
      this.denied.add(field);
      this.refused.add(coordinate);
      const refusal = { path, code: refusalCode(requirement, this.grants) };
      this.refusals.set(JSON.stringify(path), refusal);
      return false;
    }
    (decision === "masked" ? this.masked : this.returned).add(coordinate);
    return true;
  }
}

const name = (value: string) => ({ kind: Kind.NAME as const, value });
const fieldWith = (field: string, selections: readonly SelectionNode[]): FieldNode => ({
  kind: Kind.FIELD,
  name: name(field),
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});

/** True when a selection on a page asks for its rows. */
function asksForRows(set: SelectionSetNode): boolean {
  return selectsIn(set, "edges", (edges) => selectsIn(edges, "node", () => true));
}

function selectsIn(set: SelectionSetNode, field: string, holds: (inner: SelectionSetNode) => boolean): boolean {
  return set.selections.some((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet === undefined) return false;
    if (selection.kind === Kind.INLINE_FRAGMENT) return selectsIn(selection.selectionSet, field, holds);
    return selection.name.value === field && holds(selection.selectionSet);
  });
}

/** The same field under the key it has while departments answer. */
function withSourceKey(field: FieldNode, schema: GraphQLSchema): FieldNode {
  const { alias, ...plain } = field;
  const key = sourceKeyOf(field, schema);
  if (key !== field.name.value) return { ...field, alias: name(key) };
  // An alias that changes nothing is left out: it makes the planner abort the process (docs/adr/0022).
  return alias === undefined ? field : plain;
}

/** The type inside a selection's braces; null for leaves and introspection. */
function innerType(
  selection: SelectionNode,
  parent: GraphQLCompositeType,
  schema: GraphQLSchema,
): GraphQLCompositeType | null {
  if (selection.kind === Kind.INLINE_FRAGMENT) {
    const condition = selection.typeCondition?.name.value ?? parent.name;
    const type = schema.getType(condition);
    return type !== undefined && isCompositeType(type) ? type : null;
  }
  if (selection.kind === Kind.FRAGMENT_SPREAD || !("getFields" in parent)) return null;
  const field = parent.getFields()[selection.name.value];
  const type = field === undefined ? undefined : getNamedType(field.type);
  return type !== undefined && isCompositeType(type) ? type : null;
}
