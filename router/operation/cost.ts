import {
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from "graphql";
import { LARGEST_PAGE } from "../../subgraphs/shared/page.ts";
import { introspectionListSizes } from "./introspection-list-sizes.ts";
import type { Variables } from "./variables.ts";

/** How many values an operation may answer, if every list is as long as it can be. */
export interface Cost {
  /** With the largest page wherever a variable says how large the page is. */
  readonly worst: number;
  /** With the page sizes of one request. */
  valuesFor(variables: Variables): number;
  /** How often one list is met on a path, at most. */
  readonly listRecursion: number;
}

/** Lists without pages are a person's insurances, a household's members: few. */
const ASSUMED_LIST_SIZE = 10;

/** A page size that a request's variable decides. */
interface VariableSize {
  readonly variable: string;
  /** When the variable is left out. */
  readonly fallback: number;
}

type Size = number | VariableSize;

/** Values counted together: a number times page sizes. */
interface Term {
  readonly factor: number;
  readonly sizes: readonly VariableSize[];
}

/** Where a selection set stands. */
interface Place {
  /** How many objects there are here. */
  readonly count: Term;
  /** The page size of the connection this is; null elsewhere. */
  readonly page: Size | null;
  /** How often each list was met on the way here, by coordinate. */
  readonly lists: ReadonlyMap<string, number>;
}

/**
 * Reads the cost off a checked operation, once: what is left for each request is to multiply its page sizes.
 * Conditions (`@skip`, `@include`) count as if all held, and a field that is asked for twice counts twice.
 */
export function compileCost(definition: OperationDefinitionNode, schema: GraphQLSchema): Cost {
  const root = schema.getRootType(definition.operation);
  const walk = new Walk(schema, definition);
  const start = { count: { factor: 1, sizes: [] }, page: null, lists: new Map() };
  if (root != null) walk.visit(definition.selectionSet, root, start);
  const terms = [...walk.terms.values()];
  const valuesFor = (variables: Variables) => terms.reduce((sum, term) => sum + valueOf(term, variables), 0);
  const largest = terms.map(({ factor, sizes }) =>
    sizes.reduce((product, { fallback }) => product * Math.max(fallback, LARGEST_PAGE), factor),
  );
  return { worst: largest.reduce((sum, one) => sum + one, 0), valuesFor, listRecursion: walk.listRecursion };
}

function valueOf({ factor, sizes }: Term, variables: Variables): number {
  return sizes.reduce((product, size) => product * sizeFor(size, variables), factor);
}

function sizeFor({ variable, fallback }: VariableSize, variables: Variables): number {
  const given = variables[variable];
  if (given === undefined) return fallback;
  // What is no size is refused by the department; until then it counts like the largest one.
  return typeof given === "number" && given >= 0 ? given : LARGEST_PAGE;
}

class Walk {
  /** By the variables in them, so that there are few however long the operation is. */
  readonly terms = new Map<string, Term>();
  listRecursion = 1;
  private readonly schema: GraphQLSchema;
  private readonly sizeOfIntrospection: (coordinate: string) => number | undefined;
  /** Default values of the operation's variables. */
  private readonly defaults: ReadonlyMap<string, ValueNode>;

  constructor(schema: GraphQLSchema, definition: OperationDefinitionNode) {
    this.schema = schema;
    this.defaults = new Map(
      (definition.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
        defaultValue === undefined ? [] : [[variable.name.value, defaultValue]],
      ),
    );
    this.sizeOfIntrospection = introspectionListSizes(schema);
  }

  visit(set: SelectionSetNode, type: GraphQLCompositeType, place: Place): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) this.visitField(selection, type, place);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = this.schema.getType(selection.typeCondition?.name.value ?? type.name);
        if (isCompositeType(condition)) this.visit(selection.selectionSet, condition, place);
      }
    }
  }

  private visitField(node: FieldNode, type: GraphQLCompositeType, place: Place): void {
    const field = fieldOf(type, node.name.value);
    // __typename, which is a text.
    if (field === undefined) return this.add(place.count);
    const coordinate = `${type.name}.${field.name}`;
    const page = this.pageSizeOf(field, node);
    const levels = listLevelsOf(field.type);
    let { count, lists } = place;
    if (levels > 0) {
      count = times(count, page ?? place.page ?? this.sizeOfIntrospection(coordinate) ?? ASSUMED_LIST_SIZE);
      count = times(count, ASSUMED_LIST_SIZE ** (levels - 1));
      const met = (lists.get(coordinate) ?? 0) + 1;
      lists = new Map([...lists, [coordinate, met]]);
      this.listRecursion = Math.max(this.listRecursion, met);
    } else count = times(count, this.sizeOfIntrospection(coordinate) ?? 1);
    this.add(count);
    const inner = getNamedType(field.type);
    if (node.selectionSet !== undefined && isCompositeType(inner)) {
      this.visit(node.selectionSet, inner, { count, page: levels > 0 ? null : page, lists });
    }
  }

  /** What `first` says; null for a field without pages. */
  private pageSizeOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Size | null {
    const argument = field.args.find((one) => one.name === "first");
    if (argument === undefined) return null;
    const fallback = typeof argument.defaultValue === "number" ? argument.defaultValue : LARGEST_PAGE;
    const value = node.arguments?.find((one) => one.name.value === "first")?.value;
    if (value === undefined) return fallback;
    if (value.kind !== Kind.VARIABLE) return literalSize(value);
    const variable = value.name.value;
    const own = this.defaults.get(variable);
    return { variable, fallback: own === undefined ? fallback : literalSize(own) };
  }

  private add(count: Term): void {
    const key = JSON.stringify(count.sizes);
    const factor = (this.terms.get(key)?.factor ?? 0) + count.factor;
    this.terms.set(key, { factor, sizes: count.sizes });
  }
}

function fieldOf(type: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return "getFields" in type ? type.getFields()[name] : undefined;
}

function literalSize(value: ValueNode): number {
  const size = value.kind === Kind.INT ? Number(value.value) : -1;
  return size >= 0 ? size : LARGEST_PAGE;
}

function listLevelsOf(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listLevelsOf(type.ofType);
  return isListType(type) ? 1 + listLevelsOf(type.ofType) : 0;
}

function times({ factor, sizes }: Term, size: Size): Term {
  if (typeof size === "number") return { factor: factor * size, sizes };
  return { factor, sizes: [...sizes, size].sort((a, b) => (a.variable < b.variable ? -1 : 1)) };
}
