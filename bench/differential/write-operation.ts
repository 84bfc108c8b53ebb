import {
  astFromValue,
  getNamedType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
  print,
} from "graphql";

/** A selection in numbers; what they mean is found out from the type it lands on. */
export interface Wish {
  readonly pick: number;
  readonly key: number;
  readonly condition: number;
  readonly values: readonly number[];
  readonly selections: readonly Wish[];
}

export interface WishedOperation {
  readonly root: number;
  /** The values of the variables that `@skip` and `@include` use. */
  readonly flags: readonly boolean[];
  readonly selections: readonly Wish[];
}

/** How response keys are chosen: at will, or so that they tell fields apart. */
export type Strictness = "loose" | "keys-tell-arguments" | "keys-tell-types";

type Values = Readonly<Record<string, readonly (string | number | boolean)[]>>;

export function writeOperation(
  wished: WishedOperation,
  schema: GraphQLSchema,
  values: Values,
  strictness: Strictness,
): { query: string; variables: Record<string, unknown> } {
  const mutation = schema.getMutationType();
  const isMutation = mutation != null && wished.root % 8 === 7;
  const root = isMutation ? mutation : schema.getQueryType();
  if (root == null) throw new Error("the schema has no queries");
  const writer = new Writer(schema, values, strictness, wished.flags);
  const body = writer.selectionSet(root, wished.selections);
  const declared = writer.declarations();
  const name = wished.root % 3 === 0 ? "" : "Asked";
  const head = `${isMutation ? "mutation" : "query"} ${name}${declared === "" ? "" : `(${declared})`}`;
  return { query: [`${head} ${body}`, ...writer.fragments].join("\n"), variables: writer.variables };
}

type Option =
  | { kind: "field"; field: GraphQLField<unknown, unknown> }
  | { kind: "typename" }
  | { kind: "inline"; on: GraphQLCompositeType | null }
  | { kind: "spread"; on: GraphQLCompositeType }
  | { kind: "again"; name: string };

class Writer {
  readonly fragments: string[] = [];
  readonly variables: Record<string, unknown> = {};
  private readonly declared = new Map<string, string>();
  private readonly finished: { name: string; on: GraphQLCompositeType }[] = [];
  private readonly schema: GraphQLSchema;
  private readonly values: Values;
  private readonly strictness: Strictness;
  private readonly flags: readonly boolean[];
  private fragmentCount = 0;

  constructor(schema: GraphQLSchema, values: Values, strictness: Strictness, flags: readonly boolean[]) {
    this.schema = schema;
    this.values = values;
    this.strictness = strictness;
    this.flags = flags;
  }

  declarations(): string {
    return [...this.declared].map(([name, type]) => `$${name}: ${type}`).join(", ");
  }

  selectionSet(type: GraphQLCompositeType, wishes: readonly Wish[], ifNone = 0): string {
    if (wishes.length > 0) return `{ ${wishes.map((wish) => this.selection(type, wish)).join(" ")} }`;
    const leaves = isUnionType(type) ? [] : Object.values(type.getFields()).filter(isLeafWithoutArguments);
    if (ifNone % 3 === 0 || leaves.length === 0) return "{ __typename }";
    const { name } = at(leaves, ifNone);
    return `{ ${this.alias(type, name, "", ifNone)}${name} }`;
  }

  private selection(type: GraphQLCompositeType, wish: Wish): string {
    const options = this.optionsOn(type);
    const option = at(options, wish.pick);
    const condition = this.condition(wish.condition);
    switch (option.kind) {
      case "typename":
        return `${wish.key % 3 === 1 ? "kind: " : ""}__typename${condition}`;
      case "inline": {
        const head = option.on === null ? "..." : `... on ${option.on.name}`;
        return `${head}${condition} ${this.selectionSet(option.on ?? type, wish.selections, wish.key)}`;
      }
      case "spread": {
        const name = `F${this.fragmentCount++}`;
        const set = this.selectionSet(option.on, wish.selections, wish.key);
        this.fragments.push(`fragment ${name} on ${option.on.name} ${set}`);
        // Known only from here on: a fragment that spreads itself would have no end.
        this.finished.push({ name, on: option.on });
        return `...${name}${condition}`;
      }
      case "again":
        return `...${option.name}${condition}`;
      case "field":
        return this.field(type, option.field, wish, condition);
    }
  }

  /** Fields several times over, so that they are what is mostly asked for. */
  private optionsOn(type: GraphQLCompositeType): Option[] {
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const plain = fields.map((field): Option => ({ kind: "field", field }));
    const overlapping = this.typesOverlapping(type);
    return [
      ...plain,
      ...plain,
      ...plain,
      { kind: "typename" },
      { kind: "inline", on: null },
      ...overlapping.map((on): Option => ({ kind: "inline", on })),
      at(
        overlapping.map((on): Option => ({ kind: "spread", on })),
        this.fragmentCount,
      ),
      ...this.finished
        .filter(({ on }) => overlapping.includes(on))
        .map(({ name }): Option => ({ kind: "again", name }))
        .slice(0, 2),
    ];
  }

  private typesOverlapping(type: GraphQLCompositeType): GraphQLCompositeType[] {
    const possible = new Set(this.possibleTypes(type));
    return Object.values(this.schema.getTypeMap())
      .filter(isCompositeType)
      .filter((other) => !other.name.startsWith("__") && this.possibleTypes(other).some((name) => possible.has(name)));
  }

  private possibleTypes(type: GraphQLCompositeType): string[] {
    if (!("resolveType" in type)) return [type.name];
    return this.schema.getPossibleTypes(type).map((member) => member.name);
  }

  private field(
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    wish: Wish,
    condition: string,
  ): string {
    const given = field.args.flatMap((argument, index) => this.argument(argument, wish.values[index] ?? wish.key));
    const args = given.length === 0 ? "" : `(${given.join(", ")})`;
    const inner = getNamedType(field.type);
    const set = isCompositeType(inner) ? ` ${this.selectionSet(inner, wish.selections, wish.key)}` : "";
    return `${this.alias(type, field.name, args, wish.key)}${field.name}${args}${condition}${set}`;
  }

  private alias(type: GraphQLCompositeType, name: string, args: string, key: number): string {
    if (this.strictness === "keys-tell-types") return `${type.name}_${name}_${textKey(args)}: `;
    if (this.strictness === "keys-tell-arguments") return args === "" ? "" : `${name}_${textKey(args)}: `;
    if (key % 6 === 4) return `k${key % 5}: `;
    // The name of another field is the hardest alias of all: a plan may need that field for itself.
    if (key % 6 === 5 && !isUnionType(type)) return `${at(Object.keys(type.getFields()), key)}: `;
    return "";
  }

  private condition(wish: number): string {
    const flag = (index: number) => {
      const name = `c${index}`;
      this.declared.set(name, "Boolean!");
      this.variables[name] = this.flags[index] ?? true;
      return `$${name}`;
    };
    switch (wish % 20) {
      case 19:
        return ` @include(if: ${flag(0)})`;
      case 18:
        return ` @skip(if: ${flag(1)})`;
      case 17:
        return ` @include(if: ${flag(2)}) @skip(if: ${flag(1)})`;
      case 16:
        return ` @include(if: ${String(wish % 3 > 0)})`;
      case 15:
        return ` @skip(if: ${String(wish % 3 === 0)})`;
      case 14:
        return ` @include(if: ${flag(1)})`;
      default:
        return "";
    }
  }

  private argument(argument: GraphQLArgument, wish: number): string[] {
    const isRequired = isNonNullType(argument.type) && argument.defaultValue === undefined;
    if (!isRequired && wish % 3 === 0) return [];
    const value = this.inputValue(argument.type, wish);
    if (wish % 3 === 1) return [`${argument.name}: $${this.variable(argument.type, value)}`];
    const literal = astFromValue(value, argument.type);
    return literal == null ? [] : [`${argument.name}: ${print(literal)}`];
  }

  /** One variable for each type and value, so that some are used in more than one place. */
  private variable(type: GraphQLInputType, value: unknown): string {
    const name = `v${textKey(`${String(type)} ${JSON.stringify(value)}`)}`;
    this.declared.set(name, String(type));
    this.variables[name] = value;
    return name;
  }

  private inputValue(type: GraphQLInputType, wish: number): unknown {
    if (isNonNullType(type)) return this.inputValue(type.ofType, wish - (wish % 7) + 1);
    if (wish % 7 === 0) return null;
    if (isListType(type)) {
      const count = wish % 3;
      return Array.from({ length: count }, (_, index) => this.inputValue(type.ofType, wish + index));
    }
    if (isEnumType(type)) return at(type.getValues(), wish).value;
    if (isInputObjectType(type)) {
      const given = Object.values(type.getFields()).filter(
        (field, index) => (isNonNullType(field.type) && field.defaultValue === undefined) || (wish + index) % 2 === 0,
      );
      return Object.fromEntries(given.map((field) => [field.name, this.inputValue(field.type, wish)]));
    }
    return at(this.values[type.name] ?? DEFAULT_VALUES[type.name] ?? ["any"], wish);
  }
}

function isLeafWithoutArguments({ type, args }: GraphQLField<unknown, unknown>): boolean {
  return isLeafType(getNamedType(type)) && args.length === 0;
}

const DEFAULT_VALUES: Values = { Int: [1, 0, 2, 3], Float: [1.5, 2], Boolean: [true, false] };

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}

/** A short name for a text, the same each time. */
function textKey(text: string): string {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 99_991;
  return String(sum);
}
