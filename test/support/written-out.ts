import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  type SelectionSetNode,
} from "graphql";
import type { Limits } from "../../router/operation/limits.ts";

/** What an operation has of what is limited, in the order of the checks. */
export type Amounts = readonly (readonly [limit: keyof Limits, had: number])[];

/** A selection with its fragments written out. */
interface Written {
  readonly field: FieldNode | null;
  readonly on: string | null;
  readonly directives: number;
  readonly inner: readonly Written[];
}

/** Found the long way, by writing every fragment out; for a document that is valid and holds one operation. */
export function amountsIn(text: string, schema: GraphQLSchema, variables: Readonly<Record<string, unknown>>): Amounts {
  const document = parse(text);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("no operation");
  const written = writeOut(operation.selectionSet, fragments);
  const all = everything(written);
  const { listRecursion, cost } = answerOf(written, schema, variables);
  return [
    ["nesting", bracketsIn(text)],
    ["selections", all.length],
    ["nesting", levels(written, () => true)],
    ["depth", levels(written, ({ field }) => field !== null)],
    ["rootFields", fieldsOf(written).length],
    ["aliases", all.filter(({ field }) => field?.alias !== undefined).length],
    ["directives", all.reduce((sum, { directives }) => sum + directives, 0)],
    ["comparisons", pairsIn(written)],
    ["listRecursion", listRecursion],
    ["cost", cost],
  ];
}

/** Of a document without brackets in its texts. */
function bracketsIn(text: string): number {
  let open = 0;
  return Math.max(
    ...[...text].map((character) => (open += "{[(".includes(character) ? 1 : "}])".includes(character) ? -1 : 0)),
  );
}

function writeOut(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): Written[] {
  return set.selections.map((selection) => {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind === Kind.FIELD) {
      const inner = selection.selectionSet === undefined ? [] : writeOut(selection.selectionSet, fragments);
      return { field: selection, on: null, directives, inner };
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (fragment === undefined) throw new Error("unknown fragment");
    const on = fragment.typeCondition?.name.value ?? null;
    return { field: null, on, directives, inner: writeOut(fragment.selectionSet, fragments) };
  });
}

function everything(written: readonly Written[]): Written[] {
  return written.flatMap((one) => [one, ...everything(one.inner)]);
}

function levels(written: readonly Written[], counts: (one: Written) => boolean): number {
  return Math.max(0, ...written.map((one) => (counts(one) ? 1 : 0) + levels(one.inner, counts)));
}

/** The fields of a place, without the fragments around them. */
function fieldsOf(written: readonly Written[]): Written[] {
  return written.flatMap((one) => (one.field === null ? fieldsOf(one.inner) : [one]));
}

function pairsIn(written: readonly Written[]): number {
  const fields = fieldsOf(written);
  const keyOf = ({ field }: Written) => field?.alias?.value ?? field?.name.value;
  let pairs = 0;
  for (const key of new Set(fields.map(keyOf))) {
    const same = fields.filter((one) => keyOf(one) === key);
    pairs += (same.length * (same.length - 1)) / 2 + pairsIn(same.flatMap(({ inner }) => inner));
  }
  return pairs;
}

/** Goes through the answer as it would be with every list as long as it can be. */
function answerOf(
  written: readonly Written[],
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): { cost: number; listRecursion: number } {
  let listRecursion = 1;
  const valuesIn = (inner: readonly Written[], type: string, page: number | null, path: readonly string[]): number => {
    let values = 0;
    for (const one of inner) {
      if (one.field === null) {
        values += valuesIn(one.inner, one.on ?? type, page, path);
        continue;
      }
      const parent = schema.getType(type);
      const field = isCompositeType(parent) && "getFields" in parent ? parent.getFields()[one.field.name.value] : null;
      const own = field == null ? null : pageOf(field, one.field, variables);
      const coordinate = `${type}.${one.field.name.value}`;
      const isList = field != null && isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
      const met = isList ? [...path, coordinate] : path;
      listRecursion = Math.max(listRecursion, met.filter((other) => other === coordinate).length);
      const below = field == null ? "" : getNamedType(field.type).name;
      const each = 1 + valuesIn(one.inner, below, isList ? null : own, met);
      values += (isList ? (own ?? page ?? 10) : 1) * each;
    }
    return values;
  };
  return { cost: valuesIn(written, "Query", null, []), listRecursion };
}

function pageOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number | null {
  const argument = field.args.find(({ name }) => name === "first");
  if (argument === undefined) return null;
  const value = node.arguments?.find(({ name }) => name.value === "first")?.value;
  if (value?.kind === Kind.INT) return Number(value.value);
  const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return Number(given ?? argument.defaultValue);
}
