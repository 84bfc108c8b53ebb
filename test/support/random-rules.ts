import fc from "fast-check";
import { parse } from "graphql";
import { compose } from "../../schema/compose.ts";
import { readText } from "../repository/tree.ts";

/** Small graphs with rules of every kind, as data: what they permit is worked out without reading any SDL. */
export interface RandomRule {
  readonly isSignedIn: boolean;
  readonly scopes: readonly (readonly string[])[];
  readonly policies: readonly (readonly string[])[];
}

export interface RandomField {
  readonly rule: RandomRule;
  readonly mask: { readonly as: string; readonly unless: string } | null;
}

/** `Query.a: A`, `Query.b: B`, `A.b: B`, and texts; a field that is null is not there. */
export interface RandomGraph {
  readonly types: { readonly A: RandomRule; readonly B: RandomRule };
  readonly fields: Readonly<Record<(typeof COORDINATES)[number], RandomField | null>>;
}

export const COORDINATES = ["Query.a", "Query.b", "A.b", "A.text", "A.name", "B.text"] as const;
export const RANDOM_SCOPES = [
  "population:read",
  "population:read:name",
  "civil-affairs:read",
  "civil-affairs:read:amounts",
];
export const RANDOM_POLICIES = ["purpose", "on-duty"];
const RESULTS: Readonly<Record<string, "A" | "B">> = { "Query.a": "A", "Query.b": "B", "A.b": "B" };

const alternatives = (names: readonly string[]) =>
  fc.oneof(
    fc.constant([]),
    fc.array(fc.subarray([...names], { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
  );
const rule: fc.Arbitrary<RandomRule> = fc.record({
  isSignedIn: fc.boolean(),
  scopes: alternatives(RANDOM_SCOPES),
  policies: alternatives(RANDOM_POLICIES),
});
const maskOf = fc.record({ as: fc.constantFrom("NAME", "PHONE"), unless: fc.constantFrom(...RANDOM_SCOPES) });
const linked: fc.Arbitrary<RandomField> = fc.record({ rule, mask: fc.constant(null) });
const text: fc.Arbitrary<RandomField> = fc.record({ rule, mask: fc.option(maskOf) });

export const randomGraph: fc.Arbitrary<RandomGraph> = fc.record({
  types: fc.record({ A: rule, B: rule }),
  fields: fc.record({
    "Query.a": linked,
    "Query.b": linked,
    "A.b": fc.option(linked),
    "A.text": text,
    "A.name": fc.option(text),
    "B.text": text,
  }),
});

/** The supergraph of two departments whose SDL says the same as the data. */
export function supergraphOf({ types, fields }: RandomGraph): string {
  const linesOf = (type: string) =>
    COORDINATES.flatMap((coordinate) => {
      const [owner = "", name = ""] = coordinate.split(".");
      const field = fields[coordinate];
      if (owner !== type || field === null) return [];
      const mask = field.mask === null ? "" : `@mask(as: ${field.mask.as}, unless: "${field.mask.unless}")`;
      return [`${name}: ${RESULTS[coordinate] ?? "String"} ${sdlOf(field.rule)} ${mask}`];
    }).join("\n");
  const prelude = readText("subgraphs/shared/prelude.graphql");
  const population = `${prelude} type Query { ${linesOf("Query")} }
    type A ${sdlOf(types.A)} { ${linesOf("A")} } type B ${sdlOf(types.B)} { ${linesOf("B")} }`;
  const other = `${prelude} type Query { other: Int @authenticated }`;
  return compose([
    { name: "population", typeDefs: parse(population) },
    { name: "civil-affairs", typeDefs: parse(other) },
  ]).supergraph;
}

function sdlOf({ isSignedIn, scopes, policies }: RandomRule): string {
  const list = (names: RandomRule["scopes"]) => JSON.stringify(names);
  return [
    isSignedIn ? "@authenticated" : "",
    scopes.length === 0 ? "" : `@requiresScopes(scopes: ${list(scopes)})`,
    policies.length === 0 ? "" : `@policy(policies: ${list(policies)})`,
  ].join(" ");
}

/** What somebody with these scopes and policies gets of a field. Everybody has signed in. */
export function seen(
  { types, fields }: RandomGraph,
  coordinate: (typeof COORDINATES)[number],
  scopes: readonly string[],
  policies: readonly string[],
): string {
  const field = fields[coordinate];
  if (field === null) return "refused";
  const opens = (given: RandomRule) =>
    (given.scopes.length === 0 || given.scopes.some((all) => all.every((one) => scopes.includes(one)))) &&
    (given.policies.length === 0 || given.policies.some((all) => all.every((one) => policies.includes(one))));
  const owner = coordinate.split(".")[0];
  const result = RESULTS[coordinate];
  const rules = [
    field.rule,
    ...(owner === "A" || owner === "B" ? [types[owner]] : []),
    ...(result === undefined ? [] : [types[result]]),
  ];
  if (!rules.every(opens)) return "refused";
  return field.mask === null || scopes.includes(field.mask.unless) ? "value" : field.mask.as;
}
