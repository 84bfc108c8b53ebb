import { channel } from "node:diagnostics_channel";
import { Placeholder } from "drizzle-orm";
import type { Prove } from "./postgres/pool.ts";
import type { Bindable, StatementValues } from "./read.ts";

/** Published once per statement a department sends: `{ department, text }`. Tests count with it. */
export const statements = channel("onedoor:statements");

/** Runs one compiled statement. A claim goes before a value of the same name: no statement can set its own claims. */
export async function runStatement<Row>(
  department: string,
  how: Prove,
  { text, parameters }: Bindable<Row>,
  claims: StatementValues,
  values: StatementValues,
): Promise<Row[]> {
  if (statements.hasSubscribers) statements.publish({ department, text });
  const bound = parameters.map((parameter) => {
    if (!(parameter instanceof Placeholder)) return parameter as string | number | null;
    const name = parameter.name as string;
    return bind(name, Object.hasOwn(claims, name) ? claims : values);
  });
  return (await how(text, bound)) as Row[];
}

function bind(name: string, values: StatementValues): string | number | null {
  const value = values[name];
  if (value === undefined) throw new Error(`A read lacks its parameter ${name}.`);
  return typeof value === "object" && value !== null ? arrayLiteral(value) : value;
}

/** A PostgreSQL array literal; sent as text, it needs no type look-up on connect. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
