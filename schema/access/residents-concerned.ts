import { getNamedType, type GraphQLObjectType, type GraphQLSchema, isAbstractType, isObjectType } from "graphql";
import { type AccessGraph, fieldName } from "./access-graph.ts";

/** Numbers of residents, and nothing else of them: no look at a person is made, so none is recorded. */
export interface ResidentCounts {
  readonly overall: number;
  /** Residents a department has rows of. */
  readonly within: ReadonlyMap<string, number>;
}

/** How many residents a field is about; "unknown" without a database, "none" where it is not about people. */
export type Concerned = number | "unknown" | "none";

/** The residents a field's owners have rows of: everybody for the register itself. */
export function residentsConcerned(graph: AccessGraph, coordinate: string, counts: ResidentCounts | null): Concerned {
  const { type, field } = fieldName(coordinate);
  const people = typesAboutPeople(graph);
  const definition = graph.schema.getType(type);
  const result = isObjectType(definition) ? definition.getFields()[field]?.type : undefined;
  const isAbout = people.has(type) || (result !== undefined && people.has(getNamedType(result).name));
  if (!isAbout) return "none";
  if (counts === null) return "unknown";
  const owned = graph.ownersOf(coordinate).map((department) => counts.within.get(department));
  const known = owned.filter((count) => count !== undefined);
  return known.length === 0 ? counts.overall : Math.max(...known);
}

/** People, what leads to them and what only hangs on them: areas and page marks are other things' as well. */
function typesAboutPeople({ schema, rules }: AccessGraph): ReadonlySet<string> {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const rootNames = roots.flatMap((root) => root?.name ?? []);
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const links = new Map(types.map((type) => [type.name, resultsOf(type, schema)]));
  const people = types.map(({ name }) => name).filter((name) => rules.isPerson(name));
  const leading = new Set(people);
  for (let before = -1; before < leading.size;) {
    before = leading.size;
    for (const [name, results] of links) {
      if (!rootNames.includes(name) && results.some((result) => leading.has(result))) leading.add(name);
    }
  }
  const elsewhere = reached(rootNames, links, leading);
  const hanging = [...reached(people, links, new Set())].filter((name) => !elsewhere.has(name));
  return new Set([...leading, ...hanging]);
}

function resultsOf(type: GraphQLObjectType, schema: GraphQLSchema): string[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const result = getNamedType(field.type);
    return isAbstractType(result) ? schema.getPossibleTypes(result).map(({ name }) => name) : [result.name];
  });
}

/** Every type there is a way to that does not enter one of those left out. */
function reached(
  from: readonly string[],
  links: ReadonlyMap<string, readonly string[]>,
  leftOut: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name) || leftOut.has(name)) continue;
    found.add(name);
    waiting.push(...(links.get(name) ?? []));
  }
  return found;
}
