import { type GraphQLLeafType, isEnumType } from "graphql";
import type { WriteState } from "./write-state.ts";

type LeafWriter = (value: unknown, state: WriteState) => string;

/** Writes a leaf as JSON, or null and a mark when it is not what its type promises. */
export function leafWriter(type: GraphQLLeafType): LeafWriter {
  const write = isEnumType(type) ? enumWriter(type.getValues().map((value) => value.name)) : scalarWriter(type.name);
  return (value, state) => {
    const text = write(value);
    if (text !== undefined) return text;
    state.isBroken = true;
    return "null";
  };
}

type Write = (value: unknown) => string | undefined;

const LARGEST_INT = 2 ** 31 - 1;

const builtIn: Record<string, Write> = {
  Int: (value) =>
    typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= LARGEST_INT + 1
      ? String(value)
      : undefined,
  Float: (value) => (typeof value === "number" && Number.isFinite(value) ? String(value) : undefined),
  Boolean: (value) => (typeof value === "boolean" ? String(value) : undefined),
  String: (value) => (typeof value === "string" ? JSON.stringify(value) : undefined),
  ID: (value) => (typeof value === "string" || Number.isInteger(value) ? JSON.stringify(String(value)) : undefined),
};

// A custom scalar's form is its department's business: any JSON value will do.
function scalarWriter(name: string): Write {
  return builtIn[name] ?? ((value) => JSON.stringify(value));
}

function enumWriter(names: readonly string[]): Write {
  const texts = new Map(names.map((name) => [name, JSON.stringify(name)]));
  return (value) => (typeof value === "string" ? texts.get(value) : undefined);
}
