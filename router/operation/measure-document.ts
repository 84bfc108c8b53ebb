import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** What a document amounts to once its fragments are written out. */
export interface DocumentSize {
  readonly selections: number;
  readonly nesting: number;
  readonly depth: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;
type Root = OperationDefinitionNode | FragmentDefinitionNode;

/** A parsed document as far as fragments go; nothing of it has been validated yet. */
export interface Outline {
  /** How many fragments are defined. */
  readonly definitions: number;
  readonly fragments: Fragments;
  /** Each fragment stands behind all those it spreads. */
  readonly inOrder: readonly FragmentDefinitionNode[];
  /** A fragment that spreads itself, directly or through others; null when there is none. */
  readonly cycle: FragmentDefinitionNode | null;
  /** The operations, and the fragments nobody spreads: between them they reach everything. */
  readonly roots: readonly Root[];
}

export function outlineOf(document: DocumentNode): Outline {
  const definitions = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const fragments = new Map(definitions.map((node) => [node.name.value, node]));
  const spreads = new Map(definitions.map((node) => [node, spreadsIn(node.selectionSet)]));
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const used = new Set([...spreads.values(), ...operations.map((node) => spreadsIn(node.selectionSet))].flat());
  // A second fragment of a name is a fault that validation finds, and until then it is looked at like any other.
  const unused = definitions.filter((node) => !used.has(node.name.value) || fragments.get(node.name.value) !== node);
  const roots = [...operations, ...unused];
  return { definitions: definitions.length, fragments, ...orderOf(fragments, spreads), roots };
}

/**
 * Counts without writing anything out: each fragment is measured once, however often it is spread. Twenty lines
 * of fragments can stand for more fields than there are bytes in the world.
 */
export function measureDocument(document: DocumentNode, { inOrder, roots }: Outline): DocumentSize {
  const known = new Map<string, DocumentSize>();
  for (const fragment of inOrder) known.set(fragment.name.value, sizeOfSet(fragment.selectionSet, known));
  let whole = { ...EMPTY, directives: directivesOfDefinitions(document) };
  for (const root of roots) {
    const size = sizeOfSet(root.selectionSet, known);
    whole = {
      ...together(whole, size),
      rootFields: Math.max(whole.rootFields, root.kind === Kind.OPERATION_DEFINITION ? size.rootFields : 0),
    };
  }
  return whole;
}

const EMPTY: DocumentSize = { selections: 0, nesting: 0, depth: 0, rootFields: 0, aliases: 0, directives: 0 };

function sizeOfSet(set: SelectionSetNode, known: ReadonlyMap<string, DocumentSize>): DocumentSize {
  let size = EMPTY;
  for (const selection of set.selections) {
    const inner =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? (known.get(selection.name.value) ?? EMPTY)
        : selection.selectionSet === undefined
          ? EMPTY
          : sizeOfSet(selection.selectionSet, known);
    const isField = selection.kind === Kind.FIELD;
    size = together(size, {
      selections: inner.selections + 1,
      nesting: inner.nesting,
      depth: inner.depth + (isField ? 1 : 0),
      rootFields: isField ? 1 : inner.rootFields,
      aliases: inner.aliases + (isField && selection.alias !== undefined ? 1 : 0),
      directives: inner.directives + (selection.directives?.length ?? 0),
    });
  }
  return { ...size, nesting: size.nesting + 1 };
}

function together(a: DocumentSize, b: DocumentSize): DocumentSize {
  return {
    selections: a.selections + b.selections,
    nesting: Math.max(a.nesting, b.nesting),
    depth: Math.max(a.depth, b.depth),
    rootFields: a.rootFields + b.rootFields,
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
  };
}

/** Those of operations, fragments and variables, which are not part of any selection. */
function directivesOfDefinitions(document: DocumentNode): number {
  let count = 0;
  for (const node of document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION && node.kind !== Kind.FRAGMENT_DEFINITION) continue;
    count += node.directives?.length ?? 0;
    if (node.kind === Kind.FRAGMENT_DEFINITION) continue;
    for (const variable of node.variableDefinitions ?? []) count += variable.directives?.length ?? 0;
  }
  return count;
}

/** Names of the fragments a selection set spreads itself, each once. */
function spreadsIn(set: SelectionSetNode, into = new Set<string>()): string[] {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) into.add(selection.name.value);
    else if (selection.selectionSet !== undefined) spreadsIn(selection.selectionSet, into);
  }
  return [...into];
}

/** Walks with a stack of its own: a chain of fragments may be as long as the document. */
function orderOf(
  fragments: Fragments,
  spreads: ReadonlyMap<FragmentDefinitionNode, readonly string[]>,
): Pick<Outline, "inOrder" | "cycle"> {
  const inOrder: FragmentDefinitionNode[] = [];
  const states = new Map<FragmentDefinitionNode, "open" | "done">();
  let cycle: FragmentDefinitionNode | null = null;
  for (const start of fragments.values()) {
    const stack = [start];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (states.get(node) !== undefined) {
        stack.pop();
        if (states.get(node) === "open") inOrder.push(node);
        states.set(node, "done");
        continue;
      }
      states.set(node, "open");
      for (const name of spreads.get(node) ?? []) {
        const next = fragments.get(name);
        if (next === undefined) continue;
        if (states.get(next) === undefined) stack.push(next);
        else if (states.get(next) === "open") cycle = next;
      }
    }
  }
  return { inOrder, cycle };
}
