import { type DocumentNode, Kind } from "graphql";
import { joinedFields, joinedTypes, readGraphs } from "../join.ts";

export interface FieldOwners {
  readonly departments: readonly string[];
  /** The departments that give a field. */
  ownersOf(coordinate: string): readonly string[];
}

/** Reads from a supergraph which department gives which field. */
export function readOwners(supergraph: DocumentNode): FieldOwners {
  const graphs = readGraphs(supergraph);
  const owners = new Map<string, readonly string[]>();
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const ofType = joinedTypes(type).map(({ graph }) => graph);
    for (const field of type.fields ?? []) {
      const own = joinedFields(field).flatMap(({ graph, isExternal }) => (isExternal || graph === null ? [] : [graph]));
      owners.set(
        `${type.name.value}.${field.name.value}`,
        [...new Set(own.length > 0 ? own : ofType)].map((graph) => graphs.get(graph)?.name ?? graph),
      );
    }
  }
  return {
    departments: [...graphs.values()].map(({ name }) => name),
    ownersOf: (coordinate) => owners.get(coordinate) ?? [],
  };
}
