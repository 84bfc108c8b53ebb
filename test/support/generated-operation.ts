import fc from "fast-check";
import { getNamedType, type GraphQLObjectType, isCompositeType, isObjectType, isUnionType } from "graphql";
import { fullSchema, type Question } from "./expected-answer.ts";

/** A way into the graph: `resident(id: $id)`, and the values its variable may take. */
export interface Root {
  readonly text: string;
  readonly type: string;
  readonly variables?: Readonly<Record<string, { type: string; values: readonly unknown[] }>>;
}

/** Which part of the graph operations are made of. */
export interface OperationSpace {
  readonly roots: readonly Root[];
  readonly allows: (type: string, field: string) => boolean;
}

/** Deep enough for `residents { edges { node { household { members { name }}}}}`. */
const DEPTH = 7;
const CONDITIONS = ["v0", "v1", "v2"];

/**
 * Valid operations with aliases, repeated fields, inline and named fragments within each other, `__typename` and
 * conditions. Each is read off a list of numbers in which 0 is the plainest choice, so that a failure shrinks.
 */
export function operations(space: OperationSpace): fc.Arbitrary<Question> {
  const values = fc.record(
    Object.fromEntries(
      space.roots
        .flatMap((root) => Object.entries(root.variables ?? {}))
        .map(([name, variable]) => [name, fc.constantFrom(...variable.values)]),
    ),
  );
  return fc
    .tuple(
      fc.array(fc.nat(59), { minLength: 40, maxLength: 140, size: "max" }),
      values,
      fc.record({ v0: fc.boolean(), v1: fc.boolean(), v2: fc.boolean() }),
    )
    .map(([choices, rootValues, conditions]) => write(space, new Choices(choices), { ...rootValues, ...conditions }));
}

class Choices {
  private readonly numbers: readonly number[];
  private at = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  /** A number below `count`; 0 when no choices are left. */
  pick(count: number): number {
    const number = this.numbers[this.at] ?? 0;
    this.at += 1;
    return number % count;
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[this.pick(items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  }

  readonly isUsedUp = () => this.at >= this.numbers.length;
}

function write(space: OperationSpace, choices: Choices, variables: Record<string, unknown>): Question {
  const fragments: { name: string; type: string; text: string }[] = [];
  let aliases = 0;

  const directives = (): string => {
    const choice = choices.pick(12);
    const variable = () => `$${choices.of(CONDITIONS)}`;
    if (choice < 7) return "";
    if (choice === 7) return ` @include(if: ${choices.pick(2) === 0})`;
    if (choice === 8) return ` @skip(if: ${choices.pick(2) === 1})`;
    if (choice === 9) return ` @skip(if: ${variable()}) @include(if: ${variable()})`;
    return choice === 10 ? ` @include(if: ${variable()})` : ` @skip(if: ${variable()})`;
  };
  const alias = (): string => {
    if (choices.pick(3) < 2) return "";
    aliases += 1;
    return `a${aliases}: `;
  };

  const fragment = (typeName: string, depth: number, body: (depth: number) => string): string => {
    const choice = choices.pick(3);
    if (choice === 0) return `... on ${typeName}${directives()} { ${body(depth)} }`;
    if (choice === 1 && !isUnionType(fullSchema.getType(typeName))) return `...${directives()} { ${body(depth)} }`;
    const known = fragments.filter(({ type }) => type === typeName);
    if (known.length > 0 && choices.pick(2) === 1) return `...${choices.of(known).name}${directives()}`;
    const text = body(depth);
    const name = `F${fragments.length}`;
    fragments.push({ name, type: typeName, text });
    return `...${name}${directives()}`;
  };

  const object = (type: GraphQLObjectType, depth: number): string => {
    const fields = Object.values(type.getFields()).filter(({ name }) => space.allows(type.name, name));
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const offered = depth <= 0 || choices.isUsedUp() ? leaves : fields;
    const part = (): string => {
      const kind = choices.pick(10);
      if (kind === 8 && depth > 0) return fragment(type.name, depth - 1, (left) => object(type, left));
      if (kind === 9 || offered.length === 0) return `${alias()}__typename${directives()}`;
      const field = choices.of(offered);
      const name = alias();
      const pageSize =
        name !== "" && field.args.some((one) => one.name === "first") ? `(first: ${1 + choices.pick(4)})` : "";
      const inner = getNamedType(field.type);
      const below = isCompositeType(inner) ? ` { ${selection(inner.name, depth - 1)} }` : "";
      return `${name}${field.name}${pageSize}${directives()}${below}`;
    };
    return Array.from({ length: 1 + choices.pick(4) }, part).join(" ");
  };

  const selection = (typeName: string, depth: number): string => {
    const type = fullSchema.getType(typeName);
    if (isObjectType(type)) return object(type, depth);
    if (!isUnionType(type)) throw new Error(`${typeName} is no object`);
    const members = type.getTypes().filter(({ name }) => isOffered(name));
    const one = () => {
      const member = choices.of(members);
      return `... on ${member.name}${directives()} { ${object(member, depth - 1)} }`;
    };
    return ["__typename", ...Array.from({ length: 1 + choices.pick(2) }, one)].join(" ");
  };
  const isOffered = (typeName: string) => {
    const type = fullSchema.getType(typeName);
    return isObjectType(type) && Object.keys(type.getFields()).some((field) => space.allows(typeName, field));
  };

  const roots = Array.from({ length: 1 + choices.pick(3) }, () => {
    const root = choices.of(space.roots);
    return `${alias()}${root.text}${directives()} { ${selection(root.type, DEPTH)} }`;
  });
  return assemble(space, roots, fragments, variables);
}

function assemble(
  space: OperationSpace,
  roots: readonly string[],
  fragments: readonly { name: string; type: string; text: string }[],
  variables: Record<string, unknown>,
): Question {
  const definitions = fragments.map(({ name, type, text }) => `fragment ${name} on ${type} { ${text} }`);
  const body = `{ ${roots.join(" ")} } ${definitions.join(" ")}`;
  const typeOf = new Map(
    space.roots.flatMap((root) => Object.entries(root.variables ?? {})).map(([name, one]) => [name, one.type]),
  );
  const used = [...new Set([...body.matchAll(/\$(\w+)/g)].map((match) => match[1] ?? ""))];
  const declared = used.map((name) => `$${name}: ${typeOf.get(name) ?? "Boolean!"}`);
  return {
    query: `query${declared.length === 0 ? "" : `(${declared.join(", ")})`} ${body}`,
    variables: Object.fromEntries(used.map((name) => [name, variables[name]])),
  };
}

/** Every allowed field below one root, each type once on a path: what nobody may be shown too much of. */
export function everyField(root: Root, allows: OperationSpace["allows"]): Question {
  const below = (typeName: string, above: readonly string[]): string => {
    const type = fullSchema.getType(typeName);
    if (isUnionType(type)) {
      const members = type.getTypes().map((member) => [member.name, below(member.name, above)] as const);
      return members.flatMap(([name, body]) => (body === "" ? [] : [`... on ${name} { ${body} }`])).join(" ");
    }
    if (!isObjectType(type) || above.includes(typeName)) return "";
    const parts = Object.values(type.getFields()).flatMap((field) => {
      if (!allows(typeName, field.name)) return [];
      const inner = getNamedType(field.type);
      if (!isCompositeType(inner)) return [field.name];
      const body = below(inner.name, [...above, typeName]);
      return body === "" ? [] : [`${field.name} { ${body} }`];
    });
    return parts.join(" ");
  };
  const variables = Object.entries(root.variables ?? {});
  const declared = variables.map(([name, one]) => `$${name}: ${one.type}`);
  return {
    query: `query${declared.length === 0 ? "" : `(${declared.join(", ")})`} { ${root.text} { ${below(root.type, [])} } }`,
    variables: Object.fromEntries(variables.map(([name, one]) => [name, one.values[0]])),
  };
}
