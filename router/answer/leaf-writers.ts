import { type GraphQLLeafType, isEnumType } from "graphql";
import { scalars } from "../../subgraphs/shared/scalars.ts";

type Write = (value: unknown) => string | undefined;

/** Compiles the writer of a leaf as JSON; undefined for a value that is not what the type promises. */
export function leafWriter(type: GraphQLLeafType): Write {
  return isEnumType(type) ? enumWriter(type.getValues().map((value) => value.name)) : scalarWriter(type.name);
}

const LARGEST_INT = 2 ** 31 - 1;

const writeText: Write = (value) => (typeof value === "string" ? JSON.stringify(value) : undefined);

const builtIn: Record<string, Write> = {
  Int: (value) =>
    typeof value === "number" && Number.isInteger(value) && value <= LARGEST_INT && value >= -LARGEST_INT - 1
      ? String(value)
      : undefined,
  Float: (value) => (typeof value === "number" && Number.isFinite(value) ? String(value) : undefined),
  Boolean: (value) => (typeof value === "boolean" ? String(value) : undefined),
  String: writeText,
  ID: (value) => (typeof value === "string" || Number.isInteger(value) ? JSON.stringify(String(value)) : undefined),
};

// Our own scalars are texts. Another custom scalar's form is its department's business: any JSON value will do.
function scalarWriter(name: string): Write {
  if (Object.hasOwn(scalars, name)) return writeText;
  return builtIn[name] ?? ((value) => JSON.stringify(value));
}

function enumWriter(names: readonly string[]): Write {
  const texts = new Map(names.map((name) => [name, JSON.stringify(name)]));
  return (value) => (typeof value === "string" ? texts.get(value) : undefined);
}
