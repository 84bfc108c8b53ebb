/**
 * What an answer says of each of its values. The hub tells it in four ways: an error with a code for a query path,
 * `extensions.masked` for a coordinate, `asOf` and `isStale` beside data of other systems, and a null that none of
 * these explains: there is nothing.
 */
export type FieldState = "value" | "masked" | "refused" | "purpose-missing" | "unavailable" | "pending" | "none";

/** A value together with what is to be said of it. */
export interface Shown<T> {
  readonly state: FieldState;
  readonly value: T | null;
}

type Path = readonly (string | number)[];

export interface AnswerFault {
  readonly path?: Path | undefined;
  readonly code: string;
}

/** A part of the answer: one object, where it stands, and its type. */
export interface Part<T> {
  readonly object: T;
  readonly path: Path;
  readonly typeName: string;
  field<K extends keyof T & string>(key: K): Shown<NonNullable<T[K]>>;
  /** The object in a field; null when there is none to show. */
  part<K extends keyof T & string>(key: K, typeName: string): Part<NonNullable<T[K]>> | null;
  /** The objects of a list. */
  parts<K extends keyof T & string>(key: K, typeName: string): Part<ItemOf<T[K]>>[];
  /** The objects of a connection. `name` is the type of one; the connection is called after it. */
  nodes<K extends keyof T & string>(key: K, name: string): Part<NodeOf<T[K]>>[];
}

type ItemOf<List> = NonNullable<List> extends readonly (infer Item)[] ? NonNullable<Item> : never;
type EdgesOf<C> = NonNullable<C> extends { edges?: infer Edges } ? ItemOf<Edges> : never;
type NodeOf<C> = EdgesOf<C> extends { node?: infer Node } ? NonNullable<Node> : never;

export interface Answer {
  /** What is to be said of one value. */
  show<T>(path: Path, coordinate: string, value: T): Shown<NonNullable<T>>;
  /** An object of the answer, where it stands, and its type; the whole is a `Query` at no path. */
  at<T extends object>(object: T, path: Path, typeName: string): Part<T>;
}

interface AnswerParts {
  readonly faults: readonly AnswerFault[];
  /** Schema coordinates that were masked. */
  readonly masked: readonly string[];
  /** Query paths whose department has not answered yet. */
  readonly pending?: readonly Path[];
}

export function createAnswer({ faults, masked, pending = [] }: AnswerParts): Answer {
  const maskedCoordinates = new Set(masked);

  const show = <T>(path: Path, coordinate: string, value: T): Shown<NonNullable<T>> => {
    if (value != null) return { state: maskedCoordinates.has(coordinate) ? "masked" : "value", value };
    const fault = faults.find((one) => one.path !== undefined && isUpTo(one.path, path));
    if (fault !== undefined) return { state: stateOf(fault.code), value: null };
    return { state: pending.some((one) => isUpTo(one, path)) ? "pending" : "none", value: null };
  };

  const partOf = <T>(object: T, path: Path, typeName: string): Part<T> => ({
    object,
    path,
    typeName,
    field: (key) => show([...path, key], `${typeName}.${key}`, object[key]),
    part(key, innerType) {
      const inner = object[key];
      return inner == null ? null : partOf(inner, [...path, key], innerType);
    },
    parts(key, itemType) {
      return itemsOf(object[key]).map(([at, item]) =>
        partOf(item as ItemOf<T[typeof key]>, [...path, key, at], itemType),
      );
    },
    nodes(key, name) {
      const connection = object[key] as { edges?: unknown } | null | undefined;
      return itemsOf(connection?.edges).flatMap(([at, edge]) => {
        const { node } = edge as { node?: unknown };
        return node == null ? [] : [partOf(node as NodeOf<T[typeof key]>, [...path, key, "edges", at, "node"], name)];
      });
    },
  });

  return { show, at: partOf };
}

/** What is there of a list, each with its place in the whole. */
function itemsOf(list: unknown): [at: number, item: unknown][] {
  return Array.isArray(list) ? [...list.entries()].filter(([, item]) => item != null) : [];
}

function stateOf(code: string): FieldState {
  switch (code) {
    case "UNAUTHORIZED_FIELD_OR_TYPE":
      return "refused";
    case "PURPOSE_REQUIRED":
      return "purpose-missing";
    default:
      return "unavailable";
  }
}

/**
 * True when a fault at `fault` makes what stands at `path` null. Refusals name query paths without list positions and
 * hold for every item; what happened to one item names its position.
 */
function isUpTo(fault: Path, path: Path): boolean {
  let at = 0;
  for (const part of fault) {
    while (typeof path[at] === "number" && typeof part === "string") at += 1;
    if (path[at] !== part) return false;
    at += 1;
  }
  return true;
}
