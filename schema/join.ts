import { type ConstDirectiveNode, type DocumentNode, Kind } from "graphql";
import { type Annotated, argumentOf, directivesNamed, enumValueOf, isTrue, textOf } from "./directives.ts";

/**
 * What composition writes into a supergraph about its subgraphs, read in this file alone. Inside a supergraph a subgraph
 * goes by the value of `enum join__Graph`; `readGraphs` gives the names and addresses behind these values.
 */
export interface JoinedGraph {
  /** The department's name. */
  readonly name: string;
  readonly url: string;
}

/** A type as one subgraph has it: `@join__type`. */
export interface JoinedType {
  readonly graph: string;
  /** A field set; empty where the subgraph has no key of the type. */
  readonly key: string;
  readonly isInterfaceObject: boolean;
}

/** A field as one subgraph has it: `@join__field`. */
export interface JoinedField {
  /** Null where no subgraph is named: composition does that for what an interface object adds. */
  readonly graph: string | null;
  /** Field sets; empty where there is none. */
  readonly requires: string;
  readonly provides: string;
  readonly isExternal: boolean;
  readonly hasContext: boolean;
}

/** Reads `enum join__Graph { X @join__graph(name: "x", url: "…") }`. Empty when the document is no supergraph. */
export function readGraphs(supergraph: DocumentNode): ReadonlyMap<string, JoinedGraph> {
  const graphs = supergraph.definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === "join__Graph",
  );
  if (graphs?.kind !== Kind.ENUM_TYPE_DEFINITION) return new Map();
  return new Map(
    (graphs.values ?? []).map((value) => {
      const [joined] = directivesNamed(value, "join__graph");
      const text = (name: string) => (joined === undefined ? "" : textOf(joined, name));
      return [value.name.value, { name: text("name"), url: text("url") }];
    }),
  );
}

export function joinedTypes(type: Annotated): JoinedType[] {
  return directivesNamed(type, "join__type").map((directive) => ({
    graph: enumValueOf(directive, "graph") ?? "",
    key: textOf(directive, "key").trim(),
    isInterfaceObject: isTrue(directive, "isInterfaceObject"),
  }));
}

export function joinedFields(field: Annotated): JoinedField[] {
  return directivesNamed(field, "join__field").map((directive) => ({
    graph: enumValueOf(directive, "graph"),
    requires: textOf(directive, "requires").trim(),
    provides: textOf(directive, "provides").trim(),
    isExternal: isTrue(directive, "external"),
    hasContext: argumentOf(directive, "contextArguments") !== undefined,
  }));
}

/** Writes `@join__field(graph: X)`, or `@join__field(graph: X, external: true)`. */
export function joinField(graph: string, isExternal: boolean): ConstDirectiveNode {
  const argument = (name: string, value: { kind: Kind.ENUM; value: string } | { kind: Kind.BOOLEAN; value: boolean }) =>
    ({ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: name }, value }) as const;
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: "join__field" },
    arguments: [
      argument("graph", { kind: Kind.ENUM, value: graph }),
      ...(isExternal ? [argument("external", { kind: Kind.BOOLEAN, value: true })] : []),
    ],
  };
}
