import {
  type DefinitionNode,
  type DocumentNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  type TypeDefinitionNode,
  type TypeExtensionNode,
} from "graphql";

type TypeNode = TypeDefinitionNode | TypeExtensionNode;

const LISTS = ["directives", "interfaces", "fields", "types", "values"] as const;

/**
 * Writes each type as one definition, with what its extensions add. Federation lets a department extend a type that only
 * others define; and what asks for permissions reads one node, so no directive of an extension may stay beside it.
 */
export function joinExtensions({ definitions }: DocumentNode): DocumentNode {
  const parts = new Map<string, TypeNode[]>();
  const others: DefinitionNode[] = [];
  for (const node of definitions) {
    if (isTypeDefinitionNode(node) || isTypeExtensionNode(node)) {
      parts.set(node.name.value, [...(parts.get(node.name.value) ?? []), node]);
    } else others.push(node);
  }
  return { kind: Kind.DOCUMENT, definitions: [...others, ...[...parts.values()].flatMap(joined)] };
}

/** What can't be joined, such as a second definition or an extension of another kind, stays: validation names it. */
function joined(nodes: readonly TypeNode[]): DefinitionNode[] {
  const first = nodes.find(isTypeDefinitionNode) ?? nodes[0];
  if (first === undefined) return [];
  const kind = definitionKind(first);
  const added = nodes.filter((node) => node !== first && isTypeExtensionNode(node) && definitionKind(node) === kind);
  const lists = LISTS.map((list) => [list, [first, ...added].flatMap((node) => listOf(node, list))] as const);
  const whole = { ...first, ...Object.fromEntries<unknown>([...lists, ["kind", kind]]) } as DefinitionNode;
  return [whole, ...nodes.filter((node) => node !== first && !added.includes(node))];
}

function definitionKind({ kind }: TypeNode): string {
  return kind.replace("Extension", "Definition");
}

function listOf(node: TypeNode, list: (typeof LISTS)[number]): readonly unknown[] {
  return (node as unknown as Partial<Record<string, readonly unknown[]>>)[list] ?? [];
}
