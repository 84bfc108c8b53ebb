import { getNamedType, isCompositeType, isObjectType, isUnionType } from "graphql";
import { fullSchema, type Question } from "./expected-answer.ts";
import type { OperationSpace, Root } from "./generated-operation.ts";

/** Ways to write one and the same question. */
export const ways = ["plainly", "by aliases", "in inline fragments", "in named fragments", "under conditions"] as const;
export type Way = (typeof ways)[number];

/** One field of the question, by its keys and its coordinates from the root on. */
export interface Probe {
  readonly path: readonly string[];
  readonly coordinates: readonly string[];
}

export interface WrittenQuestion extends Question {
  /** Where the fields stand in the answer, when they are asked for plainly. */
  readonly probes: readonly Probe[];
}

/**
 * Asks for every allowed field below the roots; a type that is met within itself is asked for what is no object. The
 * roots' variables have their first values.
 */
export function askEverything(roots: readonly Root[], allows: OperationSpace["allows"], way: Way): WrittenQuestion {
  const probes: Probe[] = [];
  const fragments: string[] = [];
  let written = 0;

  const field = (text: string, below: string): string => {
    written += 1;
    const name = way === "by aliases" ? `a${written}: ` : "";
    const conditions = way === "under conditions" ? " @include(if: $yes) @skip(if: $no)" : "";
    return `${name}${text}${conditions}${below}`;
  };

  const inner = (type: string, at: Probe, above: readonly string[]): string => {
    const definition = fullSchema.getType(type);
    if (isUnionType(definition)) {
      const members = definition.getTypes().map((member) => [member.name, inner(member.name, at, above)] as const);
      return members.flatMap(([name, body]) => (body === "" ? [] : [`... on ${name} ${body}`])).join(" ");
    }
    if (!isObjectType(definition)) throw new Error(`${type} is no object`);
    const parts = Object.values(definition.getFields()).flatMap(({ name, type: result }): string[] => {
      if (!allows(type, name)) return [];
      const here = { path: [...at.path, name], coordinates: [...at.coordinates, `${type}.${name}`] };
      const named = getNamedType(result);
      if (!isCompositeType(named)) {
        probes.push(here);
        return [field(name, "")];
      }
      if (above.includes(type)) return [];
      const body = inner(named.name, here, [...above, type]);
      if (body === "") return [];
      probes.push(here);
      return [field(name, ` ${body}`)];
    });
    return parts.length === 0 ? "" : wrapped(type, parts.join(" "));
  };

  const wrapped = (type: string, body: string): string => {
    if (way === "in inline fragments") return `{ ... on ${type} { ... { ${body} } } }`;
    if (way === "under conditions") {
      return `{ ... on ${type} @skip(if: $yes) { gone: __typename } ... @include(if: $yes) { ${body} } }`;
    }
    if (way !== "in named fragments") return `{ ${body} }`;
    const name = `F${fragments.length}`;
    fragments.push(`fragment ${name} on ${type} { ${body} }`);
    return `{ ...${name} }`;
  };

  const parts = roots.map(({ text, type }) => {
    const name = /^\w+/.exec(text)?.[0] ?? "";
    const at = { path: [name], coordinates: [`Query.${name}`] };
    probes.push(at);
    const body = inner(type, at, []);
    return field(text, isUnionType(fullSchema.getType(type)) ? ` { ${body} }` : ` ${body}`);
  });
  const given = roots.flatMap((root) => Object.entries(root.variables ?? {}));
  const isConditional = way === "under conditions";
  const declared = [
    ...new Set(given.map(([name, { type }]) => `$${name}: ${type}`)),
    ...(isConditional ? ["$yes: Boolean!", "$no: Boolean!"] : []),
  ];
  return {
    query: `query${declared.length === 0 ? "" : `(${declared.join(", ")})`} { ${parts.join(" ")} } ${fragments.join(" ")}`,
    variables: {
      ...Object.fromEntries(given.map(([name, { values }]) => [name, values[0]])),
      ...(isConditional ? { yes: true, no: false } : {}),
    },
    probes,
  };
}
