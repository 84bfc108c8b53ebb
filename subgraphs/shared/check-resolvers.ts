import { distance } from "fastest-levenshtein";
import {
  type ConstDirectiveNode,
  type DocumentNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from "graphql";

/** Resolvers by type and field, whatever they are. */
type ResolverMap = Readonly<Record<string, object>>;

interface Described {
  readonly isObject: boolean;
  readonly isAbstract: boolean;
  readonly isScalar: boolean;
  readonly keys: readonly ConstDirectiveNode[];
  /** Fields of an object, values of an enum; and of fields whether they take arguments. */
  readonly members: ReadonlyMap<string, boolean>;
}

const ROOTS = ["Query", "Mutation", "Subscription"];
const REFERENCE = "__resolveReference";

/**
 * Says what a department's resolvers and its SDL do not have in common. A resolver under a wrong name is never called, and
 * what has none is null for ever, so each is a fault here rather than an answer there.
 */
export function faultsOfResolvers(typeDefs: DocumentNode, resolvers: ResolverMap): string[] {
  const types = describeTypes(typeDefs);
  return [...faultsOfNames(types, resolvers), ...faultsOfGaps(types, resolvers)];
}

function faultsOfNames(types: ReadonlyMap<string, Described>, resolvers: ResolverMap): string[] {
  return Object.entries(resolvers).flatMap(([name, fields]) => {
    const type = types.get(name);
    if (type === undefined) return [`${name}: schema.graphql has no such type.${nearest(name, [...types.keys()])}`];
    if (type.isScalar) return [];
    return Object.keys(fields).flatMap((field) => {
      const at = `${name}.${field}`;
      if (field === REFERENCE) {
        return isResolvable(type) ? [] : [`${at}: it is never called, ${name} has no @key to be found by.`];
      }
      if (type.isAbstract ? field === "__resolveType" : type.isObject && field === "__isTypeOf") return [];
      if (type.members.has(field)) return [];
      return [`${at}: schema.graphql has no such field.${nearest(field, [...type.members.keys(), REFERENCE])}`];
    });
  });
}

function faultsOfGaps(types: ReadonlyMap<string, Described>, resolvers: ResolverMap): string[] {
  return [...types].flatMap(([name, type]) => {
    const given = Object.hasOwn(resolvers, name) ? (resolvers[name] ?? {}) : {};
    if (type.isScalar) {
      return Object.hasOwn(resolvers, name) ? [] : [`${name}: the scalar is in no list (subgraphs/shared/scalars.ts).`];
    }
    if (!type.isObject) return [];
    const isRoot = ROOTS.includes(name);
    const missing = [...type.members]
      .filter(([field, takesArguments]) => (isRoot || takesArguments) && !Object.hasOwn(given, field))
      .map(([field]) => `${name}.${field}: it has no resolver, and would be null for ever.`);
    const streams = name === "Subscription" ? Object.entries<unknown>({ ...given }) : [];
    return [
      ...missing,
      ...streams
        .filter(([, one]) => typeof one === "function")
        .map(([field]) => `${name}.${field}: it needs { subscribe }.`),
      ...(isResolvable(type) && !Object.hasOwn(given, REFERENCE)
        ? [`${name}.${REFERENCE}: it is missing, and ${name} has a @key. Add it, or say resolvable: false.`]
        : []),
    ];
  });
}

/** True when others may ask for the type by a key of its own. */
function isResolvable({ isObject, isAbstract, keys }: Described): boolean {
  const closed = (key: ConstDirectiveNode) =>
    key.arguments?.some(
      ({ name, value }) => name.value === "resolvable" && value.kind === Kind.BOOLEAN && !value.value,
    ) ?? false;
  return (isObject || isAbstract) && keys.some((key) => !closed(key));
}

function describeTypes({ definitions }: DocumentNode): ReadonlyMap<string, Described> {
  const parts = new Map<string, (TypeDefinitionNode | TypeExtensionNode)[]>();
  for (const node of definitions) {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) continue;
    parts.set(node.name.value, [...(parts.get(node.name.value) ?? []), node]);
  }
  const isOf = (nodes: readonly { readonly kind: string }[], word: RegExp) => nodes.some(({ kind }) => word.test(kind));
  return new Map(
    [...parts].map(([name, nodes]) => [
      name,
      {
        isObject: isOf(nodes, /^ObjectType/),
        isAbstract: isOf(nodes, /^(?:Interface|Union)Type/),
        isScalar: isOf(nodes, /^ScalarType/),
        keys: nodes.flatMap((node) => (node.directives ?? []).filter((one) => one.name.value === "key")),
        members: new Map(nodes.flatMap(membersOf)),
      },
    ]),
  );
}

function membersOf(node: TypeDefinitionNode | TypeExtensionNode): [string, boolean][] {
  const values = "values" in node ? (node.values ?? []) : [];
  const fields = "fields" in node ? (node.fields ?? []) : [];
  return [
    ...values.map(({ name }): [string, boolean] => [name.value, false]),
    ...fields.map((field): [string, boolean] => [
      field.name.value,
      field.kind === Kind.FIELD_DEFINITION && (field.arguments ?? []).length > 0,
    ]),
  ];
}

function nearest(name: string, names: readonly string[]): string {
  const [found] = names
    .map((one) => ({ one, away: distance(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ away }) => away <= Math.ceil(name.length * 0.4))
    .sort((a, b) => a.away - b.away);
  return found === undefined ? "" : ` Did you mean ${found.one}?`;
}
