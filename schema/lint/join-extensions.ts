import {
  type DefinitionNode,
  type DocumentNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type ObjectTypeDefinitionNode,
} from "graphql";

const EXTENDED = new Map<string, Kind>([
  [Kind.OBJECT_TYPE_EXTENSION, Kind.OBJECT_TYPE_DEFINITION],
  [Kind.INTERFACE_TYPE_EXTENSION, Kind.INTERFACE_TYPE_DEFINITION],
  [Kind.INPUT_OBJECT_TYPE_EXTENSION, Kind.INPUT_OBJECT_TYPE_DEFINITION],
  [Kind.ENUM_TYPE_EXTENSION, Kind.ENUM_TYPE_DEFINITION],
  [Kind.UNION_TYPE_EXTENSION, Kind.UNION_TYPE_DEFINITION],
  [Kind.SCALAR_TYPE_EXTENSION, Kind.SCALAR_TYPE_DEFINITION],
]);

/** Each type once, with all that `extend type` adds to it: federation takes the two forms for the same. */
export function joinExtensions(document: DocumentNode): DocumentNode {
  const joined = new Map<string, DefinitionNode>();
  const others: DefinitionNode[] = [];
  for (const node of document.definitions) {
    if (!isTypeDefinitionNode(node) && !isTypeExtensionNode(node)) {
      others.push(node);
      continue;
    }
    const kind = EXTENDED.get(node.kind) ?? node.kind;
    const before = joined.get(node.name.value);
    joined.set(node.name.value, { ...node, ...added(before, node), kind } as DefinitionNode);
  }
  return { ...document, definitions: [...others, ...joined.values()] };
}

const PARTS = ["directives", "fields", "values", "types", "interfaces"] as const;

function added(before: DefinitionNode | undefined, node: DefinitionNode): Partial<ObjectTypeDefinitionNode> {
  if (before === undefined) return {};
  const listOf = (from: DefinitionNode, part: string) =>
    (from as unknown as Record<string, unknown[] | undefined>)[part];
  return Object.fromEntries(
    PARTS.map((part) => [part, [...(listOf(before, part) ?? []), ...(listOf(node, part) ?? [])]]),
  );
}
