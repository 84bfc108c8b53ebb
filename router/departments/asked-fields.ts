import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from "graphql";
import { LRUCache } from "lru-cache";
import { isFields } from "./fields.ts";

/** The response keys an operation asks for, and below each those of its own selection; null below a leaf. */
export type Asked = ReadonlyMap<string, Asked | null>;

// Clients that vary long operations must not fill the memory.
const CHARACTERS_KEPT = 500_000;
const known = new LRUCache<string, Asked>({
  maxSize: CHARACTERS_KEPT,
  sizeCalculation: (_asked, operation) => operation.length,
});

/** Reads the response keys off an operation, once for each text. */
export function askedBy(operation: string): Asked {
  const found = known.get(operation);
  if (found !== undefined) return found;
  const { definitions } = parse(operation, { noLocation: true });
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const asked: Node = new Map();
  for (const node of definitions)
    if (node.kind === Kind.OPERATION_DEFINITION) collect(node.selectionSet, fragments, asked);
  known.set(operation, asked);
  return asked;
}

/**
 * Removes what was not asked for. Departments' data is merged by key, so a field too many could stand in the place
 * of another department's: a name, an id, or the person who is entered in the access record.
 */
export function keepAsked(value: unknown, asked: Asked | null): void {
  // What a leaf may hold is its type's business: the response gate looks at that.
  if (asked === null) return;
  if (Array.isArray(value)) {
    for (const item of value) keepAsked(item, asked);
  } else if (isFields(value)) {
    for (const key of Object.keys(value)) {
      const below = asked.get(key);
      if (below === undefined) Reflect.deleteProperty(value, key);
      else keepAsked(value[key], below);
    }
  }
}

/** As much of a path as leads along keys that were asked for: other words of a department's are not passed on. */
export function askedPath(path: readonly unknown[], asked: Asked): (string | number)[] {
  const kept: (string | number)[] = [];
  let here: Asked | null | undefined = asked;
  for (const part of path) {
    if (typeof part === "string") {
      here = here?.get(part);
      if (here === undefined) break;
      kept.push(part);
    } else if (Number.isSafeInteger(part)) kept.push(Number(part));
    else break;
  }
  return kept;
}

type Node = Map<string, Node | null>;

/** Type conditions are passed over: what is asked of one type may be sent for another, and does no harm there. */
function collect(set: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, into: Node): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const below = into.get(key) ?? (selection.selectionSet === undefined ? null : new Map<string, Node | null>());
      into.set(key, below);
      if (below !== null && selection.selectionSet !== undefined) collect(selection.selectionSet, fragments, below);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      collect(selection.selectionSet, fragments, into);
    } else {
      const fragment = fragments.get(selection.name.value);
      if (fragment !== undefined) collect(fragment.selectionSet, fragments, into);
    }
  }
}
